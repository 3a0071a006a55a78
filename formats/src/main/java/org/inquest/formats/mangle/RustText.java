package org.inquest.formats.mangle;

/// A name of Rust while it is read: what is left of it, and what was written so far.
final class RustText {
  private static final int LONGEST = 1 << 16;

  final MangledText text;
  private final StringBuilder out = new StringBuilder();

  RustText(MangledText text) {
    this.text = text;
  }

  void write(String words) {
    out.append(words);
    if (out.length() > LONGEST) {
      throw new Malformed();
    }
  }

  /// Reads something that is not to be written.
  void silently(Part part) {
    int length = out.length();
    part.read();
    out.setLength(length);
  }

  String written() {
    return out.toString();
  }

  /// A part of the grammar.
  interface Part {
    void read();
  }

  /// Reads a part that stands earlier in the name once more.
  void back(Part part) {
    int from = text.position() - 1;
    long to = base62();
    if (to < 0 || to >= from) {
      throw new Malformed();
    }
    int after = text.position();
    text.goTo((int) to);
    part.read();
    text.goTo(after);
  }

  /// `s...`: tells equal names apart.
  long disambiguator() {
    return text.take("s") ? base62() + 1 : 0;
  }

  /// Hashes of crates have 64 bits, and more characters than that may be written.
  long base62() {
    if (text.take("_")) {
      return 0;
    }
    long value = 0;
    while (!text.take("_")) {
      char c = text.next();
      int digit =
          c >= '0' && c <= '9'
              ? c - '0'
              : c >= 'a' && c <= 'z' ? c - 'a' + 10 : c >= 'A' && c <= 'Z' ? c - 'A' + 36 : -1;
      if (digit < 0) {
        throw new Malformed();
      }
      value = value * 62 + digit;
    }
    return value + 1;
  }

  String identifier() {
    boolean coded = text.take("u");
    int length = text.number();
    text.take("_");
    String name = text.take(length);
    return coded ? Punycode.decode(name) : name;
  }
}
