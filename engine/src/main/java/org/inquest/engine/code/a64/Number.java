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

  private final Style style;
  private final Bits field;
  private final boolean signed;
  private final long base;
  private final long scale;

  Number(Style style, Bits field, boolean signed, long base, long scale) {
    this.style = style;
    this.field = field;
    this.signed = signed;
    this.base = base;
    this.scale = scale;
  }

  @Override
  void print(int word, long address, SymbolNames names, StringBuilder to) {
    long value = value(word, address);
    if (style == Style.DECIMAL) {
      to.append(value);
    } else {
      Hex.append(value, to.append("0x"));
    }
  }

  @Override
  long value(int word, long address) {
    return base + (signed ? field.signedIn(word) : field.in(word)) * scale;
  }
}
