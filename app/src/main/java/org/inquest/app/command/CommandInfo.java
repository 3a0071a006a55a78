package org.inquest.app.command;

import java.util.List;
import java.util.regex.Pattern;

/// What a command says about itself.
///
/// @param name on the command line
/// @param summary a few words, for the list of commands
/// @param operands what follows the options, for the usage line: `[PID | TASK | COMM]...`
/// @param options all of them
/// @param examples at least two
public record CommandInfo(
    String name, String summary, String operands, List<Option> options, List<Example> examples) {

  /// An example of use.
  ///
  /// @param arguments what to type after the name of the dump
  /// @param meaning what it does
  public record Example(String arguments, String meaning) {
    /// Characters that a shell does not hand on.
    private static final Pattern FOR_THE_SHELL = Pattern.compile("\\S*[*()<>&].*");

    /// The arguments as one types them into a shell: an expression in quotes where it needs them.
    public String typed() {
      return FOR_THE_SHELL.matcher(arguments).replaceFirst("'$0'");
    }
  }

  /// The usage line, without the name of the program and of the dump.
  public String usage() {
    StringBuilder out = new StringBuilder(name);
    for (Option option : options) {
      out.append(" [").append(option.usage()).append(']');
    }
    if (!operands.isEmpty()) {
      out.append(' ').append(operands);
    }
    return out.toString();
  }
}
