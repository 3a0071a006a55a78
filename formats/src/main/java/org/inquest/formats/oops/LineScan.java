package org.inquest.formats.oops;

import java.util.OptionalLong;

/// Reads one line from left to right, without patterns: a log may have a hundred thousand lines and
/// a cold JVM has no time to compile expressions.
final class LineScan {
  private final String text;
  private int at;

  LineScan(String text) {
    this.text = text;
  }

  /// The decimal number that is the whole rest of a text from `from`, or -1.
  static long decimal(String text, int from) {
    if (from >= text.length() || text.length() - from > 18) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /// Passes over a text that is next.
  boolean skip(String literal) {
    if (text.startsWith(literal, at)) {
      at += literal.length();
      return true;
    }
    return false;
  }

  /// Goes behind the next occurrence of a text, or stays.
  boolean seek(String literal) {
    int found = text.indexOf(literal, at);
    if (found < 0) {
      return false;
    }
    at = found + literal.length();
    return true;
  }

  /// Passes over blanks.
  LineScan blanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return this;
  }

  /// A hexadecimal number of at most 16 digits, with or without `0x`.
  OptionalLong hex() {
    int start = text.startsWith("0x", at) ? at + 2 : at;
    int end = start;
    long value = 0;
    while (end < text.length() && end - start <= 16) {
      int digit = Character.digit(text.charAt(end), 16);
      if (digit < 0) {
        break;
      }
      value = value << 4 | digit;
      end++;
    }
    if (end == start || end - start > 16) {
      return OptionalLong.empty();
    }
    at = end;
    return OptionalLong.of(value);
  }

  /// A decimal number, -1 where none is next.
  int number() {
    int start = at;
    long value = 0;
    while (at < text.length() && at - start < 10 && Character.isDigit(text.charAt(at))) {
      value = value * 10 + Character.digit(text.charAt(at), 10);
      at++;
    }
    return at == start || value > Integer.MAX_VALUE ? -1 : (int) value;
  }

  /// What is before the next occurrence of a text, and goes behind that; everything that is left
  /// where there is none.
  String until(String literal) {
    int found = text.indexOf(literal, at);
    String out = text.substring(at, found < 0 ? text.length() : found);
    at = found < 0 ? text.length() : found + literal.length();
    return out;
  }

  /// The next character, or NUL at the end.
  char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  /// What is left.
  String rest() {
    return text.substring(at);
  }
}
