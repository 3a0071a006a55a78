package org.inquest.formats.mangle;

/// A mangled name, read from its beginning; bounded, for names come out of files.
final class MangledText {
  /// Deeper than any real name, and not too deep for a small stack.
  private static final int DEEPEST = 192;

  /// Steps back to try another way may not add up to more.
  private static final int MOST_STEPS = 1 << 18;

  private final String text;
  private int at;
  private int depth;
  private int steps;

  MangledText(String text, int from) {
    this.text = text;
    this.at = from;
  }

  /// Enters a part of the grammar; [#leave] ends it.
  void enter() {
    if (++depth > DEEPEST || ++steps > MOST_STEPS) {
      throw new Malformed();
    }
  }

  void leave() {
    depth--;
  }

  int position() {
    return at;
  }

  void goTo(int position) {
    at = position;
  }

  boolean end() {
    return at >= text.length();
  }

  String rest() {
    return text.substring(at);
  }

  /// The next character; NUL at the end.
  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
  }

  char next() {
    if (end()) {
      throw new Malformed();
    }
    return text.charAt(at++);
  }

  /// Takes a word, if it comes next.
  boolean take(String word) {
    if (text.startsWith(word, at)) {
      at += word.length();
      return true;
    }
    return false;
  }

  void want(String word) {
    if (!take(word)) {
      throw new Malformed();
    }
  }

  boolean digit() {
    return peek() >= '0' && peek() <= '9';
  }

  /// A decimal number.
  int number() {
    if (!digit()) {
      throw new Malformed();
    }
    long value = 0;
    while (digit()) {
      value = value * 10 + (next() - '0');
      if (value > Integer.MAX_VALUE) {
        throw new Malformed();
      }
    }
    return (int) value;
  }

  /// As many characters.
  String take(int length) {
    if (length < 0 || length > text.length() - at) {
      throw new Malformed();
    }
    String part = text.substring(at, at + length);
    at += length;
    return part;
  }

  /// A number to an end mark, one higher than written; nothing before the mark is 0: how the ABI
  /// counts substitutions, parameters and local names.
  int ordinal(int radix) {
    int value = 0;
    if (peek() != '_') {
      long sum = 0;
      while (peek() != '_') {
        char c = next();
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : radix;
        sum = sum * radix + digit;
        if (digit >= radix || sum > 1 << 20) {
          throw new Malformed();
        }
      }
      value = (int) sum + 1;
    }
    want("_");
    return value;
  }
}
