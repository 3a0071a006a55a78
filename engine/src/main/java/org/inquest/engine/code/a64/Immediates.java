package org.inquest.engine.code.a64;

import org.inquest.engine.code.Operand;
import org.jspecify.annotations.Nullable;

/// Immediates that are more than a number in a field.
///
/// | name | meaning |
/// |---|---|
/// | `bitmask` | of the logical instructions |
/// | `mov:bitmask` `mov:z` `mov:n` | the value that a `mov` loads, also in decimal as a comment |
/// | `imm12` | of `add` and `sub`, shifted by 12 on demand |
/// | `bits` | width of a bit field |
/// | `shr` `shl` | shift of a vector's elements to the right, to the left |
/// | `hlm` `hl` | index of an element |
/// | `fcvt` | bits of a fixed-point number's fraction |
/// | `float` | of `fmov`, in field `i` |
/// | `bytemask` | of `movi`: each bit of field `i` stands for a byte of ones |
final class Immediates {
  private static final Bits IMM16 = Bits.range(20, 5);
  private static final Bits IMM12 = Bits.range(21, 10);

  private Immediates() {}

  static @Nullable Special find(String name, String argument, Pattern pattern) {
    return switch (name) {
      case "bitmask" ->
          hex((word, at) -> LogicalImmediate.value(word)).where(LogicalImmediate::isValid);
      case "mov" -> move(argument);
      case "imm12" -> imm12();
      case "float" -> floating(pattern.field('i'));
      case "bytemask" -> byteMask(pattern.field('i'));
      case "bits" -> decimal((word, at) -> (word >>> 10 & 63) - (word >>> 16 & 63) + 1);
      case "shr" -> decimal((word, at) -> 2 * elementBits(word) - shift(word));
      case "shl" -> decimal((word, at) -> shift(word) - elementBits(word));
      case "hlm" -> number((word, at) -> highLowM(word));
      case "hl" -> number((word, at) -> highLowM(word) >> 1);
      case "fcvt" -> scale(pattern);
      default -> null;
    };
  }

  private static Special hex(Special.Meaning meaning) {
    return Special.of(
        Operand.Kind.IMMEDIATE,
        meaning,
        (word, at, names, to) -> Hex.append(meaning.value(word, at), to.append("#0x")));
  }

  private static Special decimal(Special.Meaning meaning) {
    return Special.of(
        Operand.Kind.IMMEDIATE,
        meaning,
        (word, at, names, to) -> to.append('#').append(meaning.value(word, at)));
  }

  /// immh:immb, which holds both the size of the elements and the shift.
  private static int shift(int word) {
    return word >>> 16 & 127;
  }

  /// The highest bit set in immh tells the size.
  private static int elementBits(int word) {
    return Integer.highestOneBit(shift(word) & 0x78);
  }

  /// A bare decimal number that belongs to the register in front of it.
  private static Special number(Special.Meaning meaning) {
    return Special.of(
        Operand.Kind.NONE, meaning, (word, at, names, to) -> to.append(meaning.value(word, at)));
  }

  private static Special move(String kind) {
    Special.Meaning meaning =
        switch (kind) {
          case "z" -> (word, at) -> wide(word);
          case "n" -> (word, at) -> word < 0 ? ~wide(word) : ~wide(word) & 0xffff_ffffL;
          default -> (word, at) -> LogicalImmediate.value(word);
        };
    Special special =
        Special.of(
            Operand.Kind.IMMEDIATE,
            meaning,
            (word, at, names, to) -> {
              long value = meaning.value(word, at);
              int start = to.append("#0x").length();
              Hex.append(value, to);
              to.repeat(' ', Math.max(0, start + 20 - to.length()));
              to.append("\t// #").append(word < 0 ? value : (int) value);
            });
    return kind.equals("bitmask") ? special.where(LogicalImmediate::isValid) : special;
  }

  private static long wide(int word) {
    return (long) IMM16.in(word) << (word >>> 21 & 3) * 16;
  }

  private static Special imm12() {
    return Special.of(
        Operand.Kind.IMMEDIATE,
        (word, at) -> (long) IMM12.in(word) << ((word & 1 << 22) == 0 ? 0 : 12),
        (word, at, names, to) -> {
          Hex.append(IMM12.in(word), to.append("#0x"));
          if ((word & 1 << 22) != 0) {
            to.append(", lsl #12");
          }
        });
  }

  /// The index of a vector's element, bits H, L and M.
  private static int highLowM(int word) {
    return (word >>> 11 & 1) << 2 | (word >>> 21 & 1) << 1 | word >>> 20 & 1;
  }

  /// Arm ARM, `VFPExpandImm()`: sign, three bits of exponent, four of fraction.
  static double expand(int imm8) {
    int exponent = (imm8 >> 4 & 7 ^ 4) - 3;
    double magnitude = Math.scalb(1 + (imm8 & 15) / 16.0, exponent);
    return (imm8 & 0x80) != 0 ? -magnitude : magnitude;
  }

  private static final String[] FLOATS = floats();

  private static String[] floats() {
    String[] texts = new String[256];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = String.format(java.util.Locale.ROOT, "#%.18e", expand(i));
    }
    return texts;
  }

  private static Special floating(Bits field) {
    return Special.of(
        Operand.Kind.IMMEDIATE,
        (word, at) -> Double.doubleToRawLongBits(expand(field.in(word))),
        (word, at, names, to) -> to.append(FLOATS[field.in(word)]));
  }

  private static Special byteMask(Bits field) {
    return hex((word, at) -> {
      long value = 0;
      for (int bit = 0; bit < 8; bit++) {
        value |= (field.in(word) >>> bit & 1) * (0xffL << bit * 8);
      }
      return value;
    });
  }

  /// Bits of fraction of a fixed-point number: 64 minus a field, of which 32-bit registers allow
  /// the upper half.
  private static Special scale(Pattern pattern) {
    Bits field = pattern.field('s');
    return Special.of(
            Operand.Kind.IMMEDIATE,
            (word, at) -> 64 - field.in(word),
            (word, at, names, to) -> to.append('#').append(64 - field.in(word)))
        .where(word -> word < 0 || field.in(word) >= 32);
  }
}
