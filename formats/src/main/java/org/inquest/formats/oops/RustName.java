package org.inquest.formats.oops;

import java.util.Optional;

/// A name of a Rust function as its source has it, from the form that compilers write into symbol
/// tables: RFC 2603, "Rust symbol name mangling v0".
///
/// `_RNvMs3_NtCshgDM7dBCdno_11rust_binder7processNtB5_7Process10update_ref` is
/// `<rust_binder::process::Process>::update_ref`. Hashes of crates and the crate that made an
/// instance are left out, as they differ from build to build.
public final class RustName {
  private static final int DEEPEST = 96;
  private static final int LONGEST = 1024;

  /// Basic types by their letter, from `a` on; the letters that are none are empty.
  private static final String[] BASIC = {
    "i8", "bool", "char", "f64", "str", "f32", "", "u8", "isize", "usize", "", "i32", "u32", "i128",
    "u128", "_", "", "", "i16", "u16", "()", "...", "", "i64", "u64", "!"
  };

  private final String text;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int depth;

  /// Whether nothing is printed: impl paths, which say where code stands, not what it is called.
  private boolean silent;

  private RustName(String text) {
    this.text = text;
  }

  /// Thrown where a name breaks the grammar; never leaves this class.
  private static final class NoName extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoName() {
      super("not a name of Rust", null, false, false);
    }
  }

  /// The name; empty where the symbol is none of Rust's in this form.
  public static Optional<String> of(String symbol) {
    if (!symbol.startsWith("_R") || symbol.length() < 4) {
      return Optional.empty();
    }
    // What a compiler appends (`.llvm.123`, `.cold`) is no part of the name.
    int dot = symbol.indexOf('.');
    RustName name = new RustName(symbol.substring(2, dot < 0 ? symbol.length() : dot));
    try {
      name.path(true);
      return Optional.of(name.out.toString());
    } catch (NoName broken) {
      return Optional.empty();
    }
  }

  private void path(boolean value) {
    enter();
    switch (take()) {
      case 'C' -> {
        disambiguator();
        print(identifier());
      }
      case 'M' -> {
        implPath();
        print("<");
        type();
        print(">");
      }
      case 'X' -> {
        implPath();
        traitOf();
      }
      case 'Y' -> traitOf();
      case 'N' -> nested(value);
      case 'I' -> {
        path(value);
        print(value ? "::<" : "<");
        arguments();
        print(">");
      }
      case 'B' -> back(() -> path(value));
      default -> throw new NoName();
    }
    depth--;
  }

  private void implPath() {
    disambiguator();
    boolean before = silent;
    silent = true;
    path(false);
    silent = before;
  }

  private void traitOf() {
    print("<");
    type();
    print(" as ");
    path(false);
    print(">");
  }

  private void nested(boolean value) {
    char space = take();
    path(value);
    long number = disambiguator();
    String name = identifier();
    if (space >= 'A' && space <= 'Z') {
      String kind = space == 'C' ? "closure" : space == 'S' ? "shim" : String.valueOf(space);
      print("::{" + kind + (name.isEmpty() ? "" : ":" + name) + "#" + number + "}");
    } else if (!name.isEmpty()) {
      print("::" + name);
    }
  }

  private void arguments() {
    for (boolean first = true; !skip('E'); first = false) {
      print(first ? "" : ", ");
      if (skip('L')) {
        base62();
        print("'_");
      } else if (skip('K')) {
        constant();
      } else {
        type();
      }
    }
  }

  private void type() {
    enter();
    char c = peek();
    if (c >= 'a' && c <= 'z' && !BASIC[c - 'a'].isEmpty()) {
      at++;
      print(BASIC[c - 'a']);
    } else {
      compound(c);
    }
    depth--;
  }

  private void compound(char c) {
    switch (c) {
      case 'A', 'S' -> {
        at++;
        print("[");
        type();
        if (c == 'A') {
          print("; ");
          constant();
        }
        print("]");
      }
      case 'T' -> {
        at++;
        print("(");
        int count = 0;
        for (; !skip('E'); count++) {
          print(count == 0 ? "" : ", ");
          type();
        }
        print(count == 1 ? ",)" : ")");
      }
      case 'R', 'Q' -> {
        at++;
        if (skip('L')) {
          base62();
        }
        print(c == 'R' ? "&" : "&mut ");
        type();
      }
      case 'P', 'O' -> {
        at++;
        print(c == 'P' ? "*const " : "*mut ");
        type();
      }
      case 'F' -> function();
      case 'D' -> dynamic();
      case 'B' -> {
        at++;
        back(this::type);
      }
      default -> path(false);
    }
  }

  private void function() {
    at++;
    if (skip('G')) {
      base62();
    }
    print(skip('U') ? "unsafe " : "");
    if (skip('K')) {
      String abi = skip('C') ? "C" : identifier().replace('_', '-');
      print("extern \"" + abi + "\" ");
    }
    print("fn(");
    for (boolean first = true; !skip('E'); first = false) {
      print(first ? "" : ", ");
      type();
    }
    print(")");
    if (!skip('u')) {
      print(" -> ");
      type();
    }
  }

  private void dynamic() {
    at++;
    print("dyn ");
    if (skip('G')) {
      base62();
    }
    for (boolean first = true; !skip('E'); first = false) {
      print(first ? "" : " + ");
      path(false);
      while (skip('p')) {
        print("<" + identifier() + " = ");
        type();
        print(">");
      }
    }
    if (!skip('L')) {
      throw new NoName();
    }
    base62();
  }

  private void constant() {
    if (skip('p')) {
      print("_");
    } else if (skip('B')) {
      back(this::constant);
    } else {
      at++;
      print(skip('n') ? "-" : "");
      int from = at;
      while (!skip('_')) {
        if (Character.digit(take(), 16) < 0) {
          throw new NoName();
        }
      }
      String digits = text.substring(from, at - 1);
      print(digits.length() <= 15 ? "" + Long.parseLong("0" + digits, 16) : "0x" + digits);
    }
  }

  /// Reads what stands at an earlier place again.
  private void back(Runnable what) {
    int from = at - 1;
    long to = base62();
    if (to < 0 || to >= from) {
      throw new NoName();
    }
    int next = at;
    at = (int) to;
    enter();
    if (!silent) {
      what.run();
    }
    depth--;
    at = next;
  }

  /// What tells apart things of one name, 0 where nothing is needed.
  private long disambiguator() {
    return skip('s') ? base62() + 1 : 0;
  }

  private String identifier() {
    boolean puny = skip('u');
    int length = 0;
    if (!skip('0')) {
      int from = at;
      while (peek() >= '0' && peek() <= '9' && at - from < 5) {
        length = length * 10 + take() - '0';
      }
      if (at == from) {
        throw new NoName();
      }
    }
    skip('_');
    if (length > text.length() - at) {
      throw new NoName();
    }
    String name = text.substring(at, at + length);
    at += length;
    return puny ? "punycode{" + name + "}" : name;
  }

  /// `_` is 0, `0_` is 1, `Z_` is 62. Hashes of crates have 64 bits and are only passed over.
  private long base62() {
    long value = 0;
    if (skip('_')) {
      return 0;
    }
    for (char c = take(); c != '_'; c = take()) {
      int digit =
          c >= '0' && c <= '9'
              ? c - '0'
              : c >= 'a' && c <= 'z' ? c - 'a' + 10 : c >= 'A' && c <= 'Z' ? c - 'A' + 36 : -1;
      if (digit < 0) {
        throw new NoName();
      }
      value = value * 62 + digit;
    }
    return value + 1;
  }

  private void enter() {
    depth++;
    if (depth > DEEPEST || out.length() > LONGEST) {
      throw new NoName();
    }
  }

  private void print(String words) {
    if (!silent) {
      out.append(words);
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private char take() {
    if (at >= text.length()) {
      throw new NoName();
    }
    return text.charAt(at++);
  }

  private boolean skip(char c) {
    boolean found = peek() == c;
    at += found ? 1 : 0;
    return found;
  }
}
