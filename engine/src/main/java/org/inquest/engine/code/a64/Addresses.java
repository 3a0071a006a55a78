package org.inquest.engine.code.a64;

import org.inquest.engine.code.Operand;
import org.inquest.engine.code.SymbolNames;
import org.jspecify.annotations.Nullable;

/// Addresses relative to the program counter, and the shifts and extensions of registers.
///
/// | name | meaning |
/// |---|---|
/// | `b26` `b19` `b14` | target in words from here |
/// | `adr` `adrp` | address from here, in bytes or pages |
/// | `shift` | behind a register: `, lsl #3` |
/// | `extend` | behind a register of `add` or `sub`: `, uxtw #2` |
/// | `offset:3` | behind an index register: `, lsl #3` |
final class Addresses {
  private static final Bits IMM26 = Bits.range(25, 0);
  private static final Bits IMM19 = Bits.range(23, 5);
  private static final Bits IMM14 = Bits.range(18, 5);
  private static final Bits IMMLO = Bits.range(30, 29);
  private static final Bits IMM6 = Bits.range(15, 10);
  private static final Bits OPTION = Bits.range(15, 13);
  private static final String[] SHIFTS = {", lsl #", ", lsr #", ", asr #", ", ror #"};
  private static final String[] EXTENSIONS = {
    ", uxtb", ", uxth", ", uxtw", ", uxtx", ", sxtb", ", sxth", ", sxtw", ", sxtx"
  };
  private static final int UXTW = 2;
  private static final int UXTX = 3;

  private Addresses() {}

  static @Nullable Special find(String name, String argument) {
    return switch (name) {
      case "b26" -> target((word, at) -> at + IMM26.signedIn(word) * 4L);
      case "b19" -> target((word, at) -> at + IMM19.signedIn(word) * 4L);
      case "b14" -> target((word, at) -> at + IMM14.signedIn(word) * 4L);
      case "adr" -> target((word, at) -> at + pages(word));
      case "adrp" -> target((word, at) -> (at & -4096) + (pages(word) << 12));
      case "shift" -> shift();
      case "extend" -> extend();
      case "offset" -> offset(Integer.parseInt(argument));
      default -> null;
    };
  }

  private static long pages(int word) {
    return IMM19.signedIn(word) * 4L + IMMLO.in(word);
  }

  private static Special target(Special.Meaning meaning) {
    return Special.of(
        Operand.Kind.TARGET,
        meaning,
        (word, at, names, to) -> print(meaning.value(word, at), names, to));
  }

  /// An address: bare with `0x`, or without it and with its name behind.
  private static void print(long address, SymbolNames names, StringBuilder to) {
    int start = to.length();
    Hex.append(address, to);
    int end = to.append(" <").length();
    if (names.append(address, to)) {
      to.append('>');
    } else {
      to.setLength(end - 2);
      to.insert(start, "0x");
    }
  }

  private static Special shift() {
    return Special.of(
        Operand.Kind.NONE,
        (word, at) -> (word >>> 22 & 3) << A64Decoder.EXTENSION_SHIFT | IMM6.in(word),
        (word, at, names, to) -> {
          int type = word >>> 22 & 3;
          int amount = IMM6.in(word);
          if (type != 0 || amount != 0) {
            to.append(SHIFTS[type]).append(amount);
          }
        });
  }

  /// A 64-bit `uxtx` or 32-bit `uxtw` is written `lsl` where one of the registers is the stack
  /// pointer, as the form with a plain shift can't name it.
  private static Special extend() {
    return Special.of(
            Operand.Kind.NONE,
            (word, at) -> detail(OPTION.in(word), word >>> 10 & 7),
            (word, at, names, to) -> {
              int option = OPTION.in(word);
              int amount = word >>> 10 & 7;
              boolean setsFlags = (word & 1 << 29) != 0;
              boolean sp = (word >>> 5 & 31) == 31 || (!setsFlags && (word & 31) == 31);
              if (sp && option == (word < 0 ? UXTX : UXTW)) {
                if (amount != 0) {
                  to.append(", lsl #").append(amount);
                }
                return;
              }
              to.append(EXTENSIONS[option]);
              if (amount != 0) {
                to.append(" #").append(amount);
              }
            })
        .where(word -> (word >>> 10 & 7) <= 4);
  }

  private static Special offset(int log) {
    return Special.of(
            Operand.Kind.NONE,
            (word, at) -> detail(OPTION.in(word), (word & 1 << 12) == 0 ? 0 : log),
            (word, at, names, to) -> {
              int option = OPTION.in(word);
              boolean scaled = (word & 1 << 12) != 0;
              if (option != UXTX) {
                to.append(EXTENSIONS[option]);
                if (scaled) {
                  to.append(" #").append(log);
                }
              } else if (scaled) {
                to.append(", lsl #").append(log);
              }
            })
        .where(word -> (word & 1 << 14) != 0);
  }

  private static long detail(int option, int amount) {
    return (long) (A64Decoder.FIRST_EXTEND + option) << A64Decoder.EXTENSION_SHIFT | amount;
  }
}
