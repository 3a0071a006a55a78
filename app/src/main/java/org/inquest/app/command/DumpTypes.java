package org.inquest.app.command;

import java.util.List;
import java.util.Optional;
import org.inquest.engine.debug.type.LoadedTypes;
import org.inquest.engine.debugfile.DebugFile;
import org.inquest.engine.target.NoTypes;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.TypeSource;
import org.inquest.formats.fault.Unsupported;

/// The types of a dump that has none of its own: those of the kernel's debugging information, or
/// none at all for commands that can do without.
///
/// @param why the dump has none, a clause
record DumpTypes(Optional<LoadedTypes> loaded, String why) implements AutoCloseable {

  /// @param untyped the dump as far as it is open
  /// @param needed whether nothing goes without types
  /// @throws Unsupported where they are needed, and no file with them is found
  static DumpTypes find(Target untyped, String why, KernelFiles files, boolean needed) {
    Optional<DebugFile> found = files.kernel().debug();
    if (found.isEmpty() && needed) {
      throw new Unsupported(why + ": " + files.missing());
    }
    return new DumpTypes(found.map(file -> DebugTypes.ofKernel(untyped, file)), why);
  }

  TypeSource source() {
    return loaded.<TypeSource>map(LoadedTypes::types).orElse(NoTypes.NONE);
  }

  /// For people: where the types come from.
  String kind() {
    return loaded.isPresent() ? "debug information" : "none";
  }

  /// What could not be read, a sentence each.
  List<String> gaps() {
    return loaded.map(l -> l.types().gaps()).orElse(List.of(why));
  }

  @Override
  public void close() {
    loaded.ifPresent(LoadedTypes::close);
  }
}
