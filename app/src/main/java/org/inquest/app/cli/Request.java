package org.inquest.app.cli;

import java.util.List;
import java.util.Optional;

/// What was typed, sorted.
///
/// @param options the global ones
/// @param dumps the files of one dump; empty for what needs none
/// @param command its name; `verdict` where none was typed
/// @param arguments of the command, not yet checked
record Request(GlobalOptions options, List<String> dumps, String command, List<String> arguments) {

  /// Options that every command has.
  ///
  /// @param html the page to write, if asked for
  /// @param vmlinux the kernel's ELF file with debug information, if given
  /// @param modules the folder of the modules' files, if given
  /// @param source the folder of the source tree, if given
  /// @param root the folder of the files of the machine that died, if given
  /// @param trace whether an error is to be followed by its stack, for a bug report
  record GlobalOptions(
      boolean json,
      Optional<String> html,
      Optional<String> vmlinux,
      Optional<String> modules,
      Optional<String> source,
      Optional<String> root,
      Color color,
      boolean trace) {}

  /// When to use colours.
  enum Color {
    AUTO,
    ALWAYS,
    NEVER
  }
}
