package org.inquest.app.command.code;

import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.Option;
import org.inquest.formats.fault.UsageError;

/// What `dis` takes, over a dump and over a file: crash's letters, and a few words.
final class DisOptions {
  static final Option TO = Option.flag("-r", "from the function's start to the address");
  static final Option FROM = Option.flag("-f", "from the address to the function's end");
  static final Option LINES = Option.flag("-l", "with source lines");
  static final Option TEXT =
      Option.flag("-s", "with source lines and their text, from the tree --source names");
  static final Option END = Option.value("-e", "ADDRESS", "up to this address");
  static final Option CONTEXT =
      Option.value("-C", "COUNT", "so many instructions before and after the address");
  static final Option BYTES = Option.flag("--bytes", "with the instructions' bytes");
  static final Option SYNTAX =
      Option.value("--syntax", "NAME", "att (the default), intel; a64 on arm64");

  static final String OPERANDS = "FUNCTION | ADDRESS [COUNT]";

  private DisOptions() {}

  static List<Option> all() {
    return List.of(TO, FROM, LINES, TEXT, END, CONTEXT, BYTES, SYNTAX);
  }

  /// Checks that the arguments make sense together.
  static void check(Arguments arguments, String usage) {
    int operands = arguments.operands().size();
    int ways = 0;
    for (Option way : List.of(TO, FROM, END, CONTEXT)) {
      ways += arguments.has(way) ? 1 : 0;
    }
    if (operands < 1 || operands > 2 || ways > 1 || operands == 2 && ways > 0) {
      throw new UsageError("dis: usage: " + usage);
    }
  }
}
