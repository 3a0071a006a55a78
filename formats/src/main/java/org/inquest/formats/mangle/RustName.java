package org.inquest.formats.mangle;

/// Names of Rust of its own form (RFC 2603, "v0"), read and written in one pass: what refers back
/// is read there again.
final class RustName {
  private final RustText name;
  private final MangledText text;
  private final RustTypes types;

  private RustName(RustText name) {
    this.name = name;
    this.text = name.text;
    this.types = new RustTypes(this, name);
  }

  static String demangle(String symbol) {
    // Positions that a name refers to count from behind the `_R`.
    RustText text = new RustText(new MangledText(symbol.substring(2), 0));
    RustName whole = new RustName(text);
    whole.path(true);
    if (whole.more()) {
      text.silently(
          () -> whole.path(false)); // The crate that made this copy of a generic function.
    }
    if (whole.more()) {
      throw new Malformed();
    }
    return text.written();
  }

  /// What compilers append is not told: `.llvm.1234`.
  private boolean more() {
    return !text.end() && text.peek() != '.';
  }

  /// @param value whether it names a value, whose arguments are written behind `::`
  void path(boolean value) {
    text.enter();
    char kind = text.next();
    switch (kind) {
      case 'C' -> {
        name.disambiguator();
        name.write(name.identifier());
      }
      case 'N' -> nested(value);
      case 'M' -> {
        implementation();
        name.write("<");
        types.type();
        name.write(">");
      }
      case 'X', 'Y' -> {
        if (kind == 'X') {
          implementation();
        }
        name.write("<");
        types.type();
        name.write(" as ");
        path(false);
        name.write(">");
      }
      case 'I' -> {
        path(value);
        name.write(value ? "::<" : "<");
        arguments();
        name.write(">");
      }
      case 'B' -> name.back(() -> path(value));
      default -> throw new Malformed();
    }
    text.leave();
  }

  private void nested(boolean value) {
    char space = text.next();
    path(value);
    long number = name.disambiguator();
    String last = name.identifier();
    if (space >= 'A' && space <= 'Z') {
      String what = space == 'C' ? "closure" : space == 'S' ? "shim" : Character.toString(space);
      name.write("::{" + what + (last.isEmpty() ? "" : ":" + last) + "#" + number + "}");
    } else if (!last.isEmpty()) {
      name.write("::" + last);
    }
  }

  /// Where an `impl` stands: nobody wants to read that.
  private void implementation() {
    name.silently(() -> {
      name.disambiguator();
      path(false);
    });
  }

  void arguments() {
    for (int i = 0; !text.take("E"); i++) {
      name.write(i > 0 ? ", " : "");
      if (text.take("L")) {
        types.lifetime(name.base62());
      } else if (text.take("K")) {
        types.constant();
      } else {
        types.type();
      }
    }
  }
}
