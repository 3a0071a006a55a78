package org.inquest.engine.code.a64;

import java.util.ArrayList;
import java.util.List;

/// Reads the operands of a table's row, which look like the assembler's with letters for fields.
///
/// | written | meaning |
/// |---|---|
/// | `Xd`, `Rn+`, `Vm.T` | a register of a [RegisterClass], `>` behind it: the one after it |
/// | `{Vt.T:4}` | a list of four registers |
/// | `%i` `%-i` `$i` | the number in a field: decimal, decimal with sign, hexadecimal |
/// | `%i*8` `%i+1` `%64-i` `%-64-i` | the same, scaled, moved, subtracted |
/// | `(i?, lsl #%i)` | written only where the field is not 0 |
/// | `{lsl\|lsr\|-}s` | one of several texts, by a field; `-` is reserved |
/// | `<name>`, `<name:arg>` | what follows rules of its own: see [Special] |
///
/// Everything else stands for itself.
final class Template {
  private final String text;
  private final Pattern pattern;
  private int at;

  private Template(String text, Pattern pattern) {
    this.text = text;
    this.pattern = pattern;
  }

  /// The operands, each as its pieces; commas between operands are not pieces.
  static List<List<Piece>> parse(String text, Pattern pattern) {
    List<List<Piece>> operands = new ArrayList<>();
    if (!text.isEmpty()) {
      Template template = new Template(text, pattern);
      do {
        operands.add(template.operand());
      } while (template.skipComma());
    }
    return operands;
  }

  private boolean skipComma() {
    if (at >= text.length()) {
      return false;
    }
    at++;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return true;
  }

  private List<Piece> operand() {
    List<Piece> pieces = new ArrayList<>();
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ',' && depth == 0) {
        break;
      }
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      pieces.add(piece(c));
    }
    return merged(pieces);
  }

  private Piece piece(char c) {
    if (RegisterClass.isLetter(c)) {
      return register();
    }
    at++;
    return switch (c) {
      case '%' -> number(Number.Style.DECIMAL);
      case '$' -> number(Number.Style.HEX);
      case '(' -> optional();
      case '<' -> Special.of(until('>'), pattern);
      case '{' -> braces();
      default -> new Piece.Text(String.valueOf(c));
    };
  }

  private Register register() {
    char letter = text.charAt(at++);
    Bits field = pattern.field(text.charAt(at++));
    boolean sp = take('+');
    boolean next = take('>');
    int from = take('.') ? at : -1;
    while (from >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    String lanes = from < 0 ? "" : text.substring(from, at);
    Register register = RegisterClass.register(letter, field, sp, lanes, pattern);
    return next ? register.later(1) : register;
  }

  private Piece number(Number.Style style) {
    long base = 0;
    long scale = 1;
    boolean signed = take('-');
    if (Character.isDigit(text.charAt(at))) {
      base = digits();
      scale = -1;
      at++; // the minus sign
    }
    Bits field = pattern.field(text.charAt(at++));
    if (take('*')) {
      scale *= digits();
    }
    if (take('+')) {
      base += digits();
    }
    return new Number(style, field, signed, base, scale);
  }

  private long digits() {
    int from = at;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    return Long.parseLong(text, from, at, 10);
  }

  private Piece optional() {
    Bits field = pattern.field(text.charAt(at));
    at += 2; // with the question mark
    List<Piece> pieces = new ArrayList<>();
    while (text.charAt(at) != ')') {
      pieces.add(piece(text.charAt(at)));
    }
    at++;
    return new Piece.Optional(field, merged(pieces).toArray(new Piece[0]));
  }

  private Piece braces() {
    if (text.startsWith("za", at)) { // the array of SME is no register with a number
      return new Piece.Text("{");
    }
    int close = text.indexOf('}', at);
    if (text.substring(at, close).indexOf('|') >= 0) {
      List<String> texts = Choices.split(text, at, close);
      Bits selector = pattern.field(text.charAt(close + 1));
      at = close + 2;
      return new Piece.Choice(selector, texts.toArray(new String[0]));
    }
    Register first = register();
    int count = take(':') ? (int) digits() : 1;
    at++; // the closing brace
    return new RegisterList(first, count);
  }

  private String until(char end) {
    int from = at;
    at = text.indexOf(end, at) + 1;
    return text.substring(from, at - 1);
  }

  private boolean take(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  /// Texts that follow each other become one.
  private static List<Piece> merged(List<Piece> pieces) {
    List<Piece> merged = new ArrayList<>();
    for (Piece piece : pieces) {
      if (piece instanceof Piece.Text now
          && !merged.isEmpty()
          && merged.getLast() instanceof Piece.Text before) {
        merged.set(merged.size() - 1, new Piece.Text(before.text + now.text));
      } else {
        merged.add(piece);
      }
    }
    return merged;
  }
}
