package org.inquest.formats.mangle;

import java.util.Map;

/// Names of Rust of its own form (RFC 2603, "v0"), read and written in one pass: what refers back
/// is read there again.
final class RustName {
  private static final int LONGEST = 1 << 16;

  private static final Map<Character, String> BASIC =
      Map.ofEntries(
          Map.entry('a', "i8"),
          Map.entry('b', "bool"),
          Map.entry('c', "char"),
          Map.entry('d', "f64"),
          Map.entry('e', "str"),
          Map.entry('f', "f32"),
          Map.entry('h', "u8"),
          Map.entry('i', "isize"),
          Map.entry('j', "usize"),
          Map.entry('l', "i32"),
          Map.entry('m', "u32"),
          Map.entry('n', "i128"),
          Map.entry('o', "u128"),
          Map.entry('p', "_"),
          Map.entry('s', "i16"),
          Map.entry('t', "u16"),
          Map.entry('u', "()"),
          Map.entry('v', "..."),
          Map.entry('x', "i64"),
          Map.entry('y', "u64"),
          Map.entry('z', "!"));

  private final MangledText text;
  private final StringBuilder out = new StringBuilder();

  /// Lifetimes that `for<...>` has named so far.
  private int lifetimes;

  private RustName(MangledText text) {
    this.text = text;
  }

  static String demangle(String symbol) {
    // Positions that a name refers to count from behind the `_R`.
    RustName name = new RustName(new MangledText(symbol.substring(2), 0));
    name.path(true);
    if (!name.text.end() && name.text.peek() != '.') {
      int length = name.out.length();
      name.path(false); // The crate that made this copy of a generic function.
      name.out.setLength(length);
    }
    if (!name.text.end() && name.text.peek() != '.') {
      throw new Malformed();
    }
    return name.out.toString();
  }

  private void write(String words) {
    out.append(words);
    if (out.length() > LONGEST) {
      throw new Malformed();
    }
  }

  /// @param value whether it names a value, whose arguments are written behind `::`
  private void path(boolean value) {
    text.enter();
    char kind = text.next();
    switch (kind) {
      case 'C' -> {
        disambiguator();
        write(identifier());
      }
      case 'N' -> nested(value);
      case 'M' -> {
        implementation();
        write("<");
        type();
        write(">");
      }
      case 'X', 'Y' -> {
        if (kind == 'X') {
          implementation();
        }
        write("<");
        type();
        write(" as ");
        path(false);
        write(">");
      }
      case 'I' -> {
        path(value);
        write(value ? "::<" : "<");
        arguments();
        write(">");
      }
      case 'B' -> back(() -> path(value));
      default -> throw new Malformed();
    }
    text.leave();
  }

  private void nested(boolean value) {
    char space = text.next();
    path(value);
    long number = disambiguator();
    String name = identifier();
    if (space >= 'A' && space <= 'Z') {
      String what = space == 'C' ? "closure" : space == 'S' ? "shim" : Character.toString(space);
      write("::{" + what + (name.isEmpty() ? "" : ":" + name) + "#" + number + "}");
    } else if (!name.isEmpty()) {
      write("::" + name);
    }
  }

  /// Where an `impl` stands: nobody wants to read that.
  private void implementation() {
    int length = out.length();
    disambiguator();
    path(false);
    out.setLength(length);
  }

  private void arguments() {
    for (int i = 0; !text.take("E"); i++) {
      write(i > 0 ? ", " : "");
      if (text.take("L")) {
        lifetime(base62());
      } else if (text.take("K")) {
        constant();
      } else {
        type();
      }
    }
  }

  private void type() {
    text.enter();
    String basic = BASIC.get(text.peek());
    if (basic != null) {
      text.next();
      write(basic);
    } else {
      switch (text.peek()) {
        case 'A', 'S' -> array(text.next() == 'A');
        case 'T' -> tuple();
        case 'R', 'Q' -> reference(text.next() == 'Q');
        case 'P' -> pointer("*const ");
        case 'O' -> pointer("*mut ");
        case 'F' -> function();
        case 'D' -> trait();
        case 'B' -> {
          text.next();
          back(this::type);
        }
        default -> path(false);
      }
    }
    text.leave();
  }

  private void array(boolean sized) {
    write("[");
    type();
    if (sized) {
      write("; ");
      constant();
    }
    write("]");
  }

  private void tuple() {
    text.want("T");
    write("(");
    int i = 0;
    for (; !text.take("E"); i++) {
      write(i > 0 ? ", " : "");
      type();
    }
    write(i == 1 ? ",)" : ")");
  }

  private void reference(boolean mutable) {
    write("&");
    if (text.take("L")) {
      long number = base62();
      if (number > 0) {
        lifetime(number);
        write(" ");
      }
    }
    write(mutable ? "mut " : "");
    type();
  }

  private void pointer(String words) {
    text.next();
    write(words);
    type();
  }

  private void function() {
    text.want("F");
    int before = binder();
    write(text.take("U") ? "unsafe " : "");
    if (text.take("K")) {
      String abi = text.take("C") ? "C" : identifier().replace('_', '-');
      write("extern \"" + abi + "\" ");
    }
    write("fn(");
    for (int i = 0; !text.take("E"); i++) {
      write(i > 0 ? ", " : "");
      type();
    }
    write(")");
    if (!text.take("u")) {
      write(" -> ");
      type();
    }
    lifetimes = before;
  }

  private void trait() {
    text.want("D");
    write("dyn ");
    int before = binder();
    for (int i = 0; !text.take("E"); i++) {
      write(i > 0 ? " + " : "");
      bound();
    }
    lifetimes = before;
    text.want("L");
    long number = base62();
    if (number > 0) {
      write(" + ");
      lifetime(number);
    }
  }

  /// A trait and the types that are its own: `Iterator<Item = u8>`.
  private void bound() {
    boolean open = false;
    if (text.take("I")) {
      path(false);
      write("<");
      arguments();
      open = true;
    } else {
      path(false);
    }
    while (text.take("p")) {
      write(open ? ", " : "<");
      open = true;
      write(identifier() + " = ");
      type();
    }
    write(open ? ">" : "");
  }

  private int binder() {
    int before = lifetimes;
    if (text.take("G")) {
      long count = base62() + 1;
      if (count < 1 || count > 100) {
        throw new Malformed();
      }
      write("for<");
      for (int i = 0; i < count; i++) {
        write(i > 0 ? ", " : "");
        lifetimes++;
        lifetime(1);
      }
      write("> ");
    }
    return before;
  }

  /// @param number how many `for<...>` lifetimes outwards; 0 for one that is not told
  private void lifetime(long number) {
    if (number < 0 || number > lifetimes) {
      throw new Malformed();
    }
    long at = lifetimes - number;
    write(number == 0 ? "'_" : at < 26 ? "'" + (char) ('a' + at) : "'_" + at);
  }

  private void constant() {
    text.enter();
    if (text.take("p")) {
      write("_");
    } else if (text.take("B")) {
      back(this::constant);
    } else {
      char type = text.next();
      boolean negative = text.take("n");
      StringBuilder hex = new StringBuilder();
      while (!text.take("_")) {
        hex.append(text.next());
      }
      write((negative ? "-" : "") + value(type, hex.toString()));
    }
    text.leave();
  }

  private static String value(char type, String hex) {
    if (!hex.matches("[0-9a-f]{0,32}") || !BASIC.containsKey(type)) {
      throw new Malformed();
    }
    if (hex.length() > 16) {
      return "0x" + hex;
    }
    long number = hex.isEmpty() ? 0 : Long.parseUnsignedLong(hex, 16);
    return switch (type) {
      case 'b' -> number == 0 ? "false" : "true";
      case 'c' -> "'" + character(number) + "'";
      default -> Long.toUnsignedString(number);
    };
  }

  private static String character(long point) {
    boolean plain = point >= ' ' && Character.isValidCodePoint((int) point) && point < 0x110000;
    return plain ? Character.toString((int) point) : "\\u{" + Long.toHexString(point) + "}";
  }

  private interface Part {
    void read();
  }

  private void back(Part part) {
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
  private long disambiguator() {
    return text.take("s") ? base62() + 1 : 0;
  }

  /// Hashes of crates have 64 bits, and more characters than that may be written.
  private long base62() {
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

  private String identifier() {
    boolean coded = text.take("u");
    int length = text.number();
    text.take("_");
    String name = text.take(length);
    return coded ? decoded(name) : name;
  }

  /// Punycode (RFC 3492), with `_` for the `-` before what is coded.
  private static String decoded(String name) {
    int border = name.lastIndexOf('_');
    StringBuilder plain = new StringBuilder(border > 0 ? name.substring(0, border) : "");
    int point = 128;
    int bias = 72;
    int index = 0;
    String coded = name.substring(border + 1);
    for (int at = 0; at < coded.length(); ) {
      int before = index;
      int weight = 1;
      for (int k = 36; ; k += 36) {
        if (at >= coded.length() || weight > 1 << 24) {
          throw new Malformed();
        }
        char c = coded.charAt(at++);
        int digit = c >= 'a' && c <= 'z' ? c - 'a' : c >= '0' && c <= '9' ? c - '0' + 26 : 99;
        int limit = Math.clamp(k - bias, 1, 26);
        if (digit > 35) {
          throw new Malformed();
        }
        index += digit * weight;
        if (digit < limit) {
          break;
        }
        weight *= 36 - limit;
      }
      int size = plain.codePointCount(0, plain.length()) + 1;
      bias = bias(index - before, size, before == 0);
      point += index / size;
      index %= size;
      if (!Character.isValidCodePoint(point) || index < 0) {
        throw new Malformed();
      }
      plain.insert(plain.offsetByCodePoints(0, index++), Character.toString(point));
    }
    return plain.toString();
  }

  private static int bias(int delta, int size, boolean first) {
    int left = first ? delta / 700 : delta / 2;
    left += left / size;
    int k = 0;
    while (left > 455) {
      left /= 35;
      k += 36;
    }
    return k + 36 * left / (left + 38);
  }
}
