package org.inquest.app.render;

/// Colours of a terminal, or none.
public enum Palette {
  /// Plain text.
  NONE,
  /// The eight colours every terminal has (ECMA-48 SGR).
  ANSI;

  /// What a piece of text is, as far as colours care.
  enum Role {
    TITLE("1"),
    HEAD("1;4"),
    CLAIM("1;31"),
    NAME("36"),
    QUIET("2"),
    GAP("33");

    private final String code;

    Role(String code) {
      this.code = code;
    }
  }

  String paint(Role role, String text) {
    return this == NONE || text.isEmpty() ? text : "\u001b[" + role.code + "m" + text + "\u001b[0m";
  }
}
