package org.inquest.engine.code.a64;

import org.inquest.engine.code.SymbolNames;

/// A number computed from a field: `base + field * scale`.
final class Number extends Piece {
  /// How it is written.
  enum Style {
    /// `12`, `-12`
    DECIMAL,
    /// `0xc`
    HEX
  }

  /// Always 0.
  static final Number ZERO = new Number(Style.DECIMAL, Bits.NONE, false, 0, 0);

  private final Style style;
  private final Bits field;
  private final boolean divided;
  private final boolean signed;
  // For an undivided field: up and down again extends the sign, which an unsigned one then loses.
  private final int up;
  private final int down;
  private final int keep;
  private final long base;
  private final long scale;

  Number(Style style, Bits field, boolean signed, long base, long scale) {
    this.style = style;
    this.field = field;
    this.divided = !field.contiguous();
    this.signed = signed;
    this.up = 32 - field.width() - field.shift();
    this.down = 32 - field.width();
    this.keep = signed ? -1 : field.mask() >>> field.shift();
    this.base = base;
    this.scale = scale;
  }

  @Override
  void print(int word, long address, SymbolNames names, StringBuilder to) {
    long value = in(word);
    if (style == Style.DECIMAL) {
      to.append(value);
    } else {
      Hex.append(value, to.append("0x"));
    }
  }

  @Override
  long value(int word, long address) {
    return in(word);
  }

  long in(int word) {
    int value = word << up >> down & keep;
    if (divided) {
      value = signed ? field.signedIn(word) : field.in(word);
    }
    return base + value * scale;
  }
}
