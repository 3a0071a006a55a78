package org.inquest.app.command;

/// An option of a command: a letter, as crash has it (`-a`), or a word (`--limit`).
///
/// @param name with its dashes
/// @param argument the name of the value it takes, or empty for a flag
/// @param help what it does, in a few words
public record Option(String name, String argument, String help) {

  /// An option without a value.
  public static Option flag(String name, String help) {
    return new Option(name, "", help);
  }

  /// An option that takes a value.
  public static Option value(String name, String argument, String help) {
    return new Option(name, argument, help);
  }

  /// Whether a value follows.
  public boolean takesValue() {
    return !argument.isEmpty();
  }

  /// Name and value as in a usage line.
  public String usage() {
    return takesValue() ? name + " " + argument : name;
  }
}
