package org.inquest.formats.mangle;

import java.util.Map;

/// Types, constants and lifetimes of Rust (RFC 2603).
final class RustTypes {
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

  private final RustName paths;
  private final RustText name;
  private final MangledText text;

  /// Lifetimes that `for<...>` has named so far.
  private int lifetimes;

  RustTypes(RustName paths, RustText name) {
    this.paths = paths;
    this.name = name;
    this.text = name.text;
  }

  void type() {
    text.enter();
    String basic = BASIC.get(text.peek());
    if (basic != null) {
      text.next();
      name.write(basic);
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
          name.back(this::type);
        }
        default -> paths.path(false);
      }
    }
    text.leave();
  }

  private void array(boolean sized) {
    name.write("[");
    type();
    if (sized) {
      name.write("; ");
      constant();
    }
    name.write("]");
  }

  private void tuple() {
    text.want("T");
    name.write("(");
    int i = 0;
    for (; !text.take("E"); i++) {
      name.write(i > 0 ? ", " : "");
      type();
    }
    name.write(i == 1 ? ",)" : ")");
  }

  private void reference(boolean mutable) {
    name.write("&");
    if (text.take("L")) {
      long number = name.base62();
      if (number > 0) {
        lifetime(number);
        name.write(" ");
      }
    }
    name.write(mutable ? "mut " : "");
    type();
  }

  private void pointer(String words) {
    text.next();
    name.write(words);
    type();
  }

  private void function() {
    text.want("F");
    int before = binder();
    name.write(text.take("U") ? "unsafe " : "");
    if (text.take("K")) {
      String abi = text.take("C") ? "C" : name.identifier().replace('_', '-');
      name.write("extern \"" + abi + "\" ");
    }
    name.write("fn(");
    for (int i = 0; !text.take("E"); i++) {
      name.write(i > 0 ? ", " : "");
      type();
    }
    name.write(")");
    if (!text.take("u")) {
      name.write(" -> ");
      type();
    }
    lifetimes = before;
  }

  private void trait() {
    text.want("D");
    name.write("dyn ");
    int before = binder();
    for (int i = 0; !text.take("E"); i++) {
      name.write(i > 0 ? " + " : "");
      bound();
    }
    lifetimes = before;
    text.want("L");
    long number = name.base62();
    if (number > 0) {
      name.write(" + ");
      lifetime(number);
    }
  }

  /// A trait and the types that are its own: `Iterator<Item = u8>`.
  private void bound() {
    boolean open = false;
    if (text.take("I")) {
      paths.path(false);
      name.write("<");
      paths.arguments();
      open = true;
    } else {
      paths.path(false);
    }
    while (text.take("p")) {
      name.write(open ? ", " : "<");
      open = true;
      name.write(name.identifier() + " = ");
      type();
    }
    name.write(open ? ">" : "");
  }

  private int binder() {
    int before = lifetimes;
    if (text.take("G")) {
      long count = name.base62() + 1;
      if (count < 1 || count > 100) {
        throw new Malformed();
      }
      name.write("for<");
      for (int i = 0; i < count; i++) {
        name.write(i > 0 ? ", " : "");
        lifetimes++;
        lifetime(1);
      }
      name.write("> ");
    }
    return before;
  }

  /// @param number how many `for<...>` lifetimes outwards; 0 for one that is not told
  void lifetime(long number) {
    if (number < 0 || number > lifetimes) {
      throw new Malformed();
    }
    long at = lifetimes - number;
    name.write(number == 0 ? "'_" : at < 26 ? "'" + (char) ('a' + at) : "'_" + at);
  }

  void constant() {
    text.enter();
    if (text.take("p")) {
      name.write("_");
    } else if (text.take("B")) {
      name.back(this::constant);
    } else {
      char type = text.next();
      boolean negative = text.take("n");
      StringBuilder hex = new StringBuilder();
      while (!text.take("_")) {
        hex.append(text.next());
      }
      name.write((negative ? "-" : "") + value(type, hex.toString()));
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
}
