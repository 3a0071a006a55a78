package org.inquest.app.render;

/// Makes text from a dump safe for a terminal: whatever could move the cursor, hide or reorder text
/// becomes visible.
public final class Escapes {
  private Escapes() {}

  /// The same text with control characters (C0, DEL, C1), bidirectional overrides, invisible and
  /// private characters and broken UTF-8 written as `\x1b`, or as a backslash and `u{202e}`.
  /// Returns its argument where nothing is to do, the usual case.
  public static String visible(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return escaped(text);
      }
    }
    return text;
  }

  /// The same for a cell of a table, whose width must be known: tabs become blanks.
  static String cell(String text) {
    return visible(text).replace('\t', ' ');
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    int next;
    for (int i = 0; i < text.length(); i = next) {
      int c = text.codePointAt(i);
      next = i + Character.charCount(c);
      if (harmless(c)) {
        out.appendCodePoint(c);
      } else if (c < 0x100) {
        out.append("\\x")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        out.append("\\u{").append(Integer.toHexString(c)).append('}');
      }
    }
    return out.toString();
  }

  private static boolean harmless(int c) {
    if (c >= ' ' && c <= '~' || c == '\t') {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> c != 0xfffd;
    };
  }
}
