package org.inquest.engine.debug.type;

import java.util.OptionalLong;
import org.inquest.engine.debug.SourceFile;
import org.inquest.engine.type.Type;

/// Something with a name that debugging information describes, and where the source has it.
///
/// @param entry place of its entry in `.debug_info`
/// @param type of a variable, function or typedef its type; of an enumerator its enumeration
/// @param unit the source file that was compiled, as its compiler was given it: `mm/slub.c`
/// @param file where it is declared, which for types is a header as a rule; empty where nothing
///   says
/// @param line in that file; 0 where nothing says
/// @param global whether other units see it; a `static` one may have namesakes
/// @param address of a variable or function, as the file was linked; empty where it has none, or
///   not one all the time
/// @param function that a `static` variable is inside of; empty for all others
public record Described(
    String name,
    long entry,
    Type type,
    String unit,
    SourceFile file,
    int line,
    boolean global,
    OptionalLong address,
    String function) {

  /// File and line as compilers write them: `mm/slub.c:40`; the unit where no file is known.
  public String place() {
    return file.name().isEmpty() ? unit : file.name() + ":" + line;
  }
}
