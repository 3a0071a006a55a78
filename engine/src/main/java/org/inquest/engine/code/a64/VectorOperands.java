package org.inquest.engine.code.a64;

import org.inquest.engine.code.Operand;
import org.jspecify.annotations.Nullable;

/// Operands that only scalable vector instructions have.
///
/// | name | meaning |
/// |---|---|
/// | `tshr` `tshl` | shift of elements to the right, to the left, by `h` (tsz) and `i` |
/// | `count` | behind a register: which elements are counted, times what |
/// | `pattern` | behind a predicate: which elements are active |
/// | `lanemask` | the bit mask in `N`, `r`, `s`, of one element |
/// | `simm8h` `uimm8h` | 8 bits in `i`, shifted by 8 on `h` |
/// | `prefetch` | what to prefetch |
final class VectorOperands {
  private static final int ALL = 31;
  private static final String[] PATTERNS = new String[32];

  static {
    String[] first = {"pow2", "vl1", "vl2", "vl3", "vl4", "vl5", "vl6", "vl7", "vl8"};
    String[] then = {"vl16", "vl32", "vl64", "vl128", "vl256"};
    String[] last = {"mul4", "mul3", "all"};
    for (int i = 0; i < PATTERNS.length; i++) {
      PATTERNS[i] = "#" + i;
    }
    System.arraycopy(first, 0, PATTERNS, 0, first.length);
    System.arraycopy(then, 0, PATTERNS, first.length, then.length);
    System.arraycopy(last, 0, PATTERNS, PATTERNS.length - last.length, last.length);
  }

  private VectorOperands() {}

  static @Nullable Special find(String name, Pattern pattern) {
    return switch (name) {
      case "tshr" -> {
        Bits tsz = pattern.field('h');
        Bits low = pattern.field('i');
        yield shift(word -> 16 * Integer.highestOneBit(tsz.in(word)) - amount(tsz, low, word));
      }
      case "tshl" -> {
        Bits tsz = pattern.field('h');
        Bits low = pattern.field('i');
        yield shift(word -> amount(tsz, low, word) - 8 * Integer.highestOneBit(tsz.in(word)));
      }
      case "count" -> count(pattern.field('p'), pattern.field('i'));
      case "pattern" -> pattern(pattern.field('p'));
      case "lanemask" -> laneMask(pattern);
      case "simm8h" -> shifted(pattern, true);
      case "uimm8h" -> shifted(pattern, false);
      case "prefetch" -> prefetch();
      default -> null;
    };
  }

  private static int amount(Bits tsz, Bits low, int word) {
    return tsz.in(word) << 3 | low.in(word);
  }

  /// Bits to shift by.
  private interface Distance {
    int of(int word);
  }

  private static Special shift(Distance distance) {
    return Special.of(
        Operand.Kind.IMMEDIATE,
        (word, at) -> distance.of(word),
        (word, at, names, to) -> to.append('#').append(distance.of(word)));
  }

  private static Special count(Bits elements, Bits factor) {
    return Special.of(
        Operand.Kind.NONE,
        (word, at) -> 0,
        (word, at, names, to) -> {
          int times = factor.in(word) + 1;
          if (elements.in(word) != ALL || times != 1) {
            to.append(", ").append(PATTERNS[elements.in(word)]);
          }
          if (times != 1) {
            to.append(", mul #").append(times);
          }
        });
  }

  private static Special pattern(Bits elements) {
    return Special.of(
        Operand.Kind.NONE,
        (word, at) -> 0,
        (word, at, names, to) -> {
          if (elements.in(word) != ALL) {
            to.append(", ").append(PATTERNS[elements.in(word)]);
          }
        });
  }

  private static Special laneMask(Pattern pattern) {
    Bits n = pattern.field('N');
    Bits r = pattern.field('r');
    Bits s = pattern.field('s');
    Special.Meaning value =
        (word, at) -> {
          int log = Math.max(3, LogicalImmediate.log(n.in(word), s.in(word)));
          long mask = LogicalImmediate.value(n.in(word), r.in(word), s.in(word));
          return mask << 64 - (1 << log) >>> 64 - (1 << log);
        };
    return Special.of(
            Operand.Kind.IMMEDIATE,
            value,
            (word, at, names, to) -> Hex.append(value.value(word, at), to.append("#0x")))
        .where(word -> LogicalImmediate.isRun(n.in(word), s.in(word)));
  }

  /// An element of bytes can't be shifted.
  private static Special shifted(Pattern pattern, boolean signed) {
    Bits field = pattern.field('i');
    Bits high = pattern.field('h');
    Bits size = pattern.field('z');
    Special.Meaning value =
        (word, at) -> (long) (signed ? field.signedIn(word) : field.in(word)) << high.in(word) * 8;
    return Special.of(
            Operand.Kind.IMMEDIATE,
            value,
            (word, at, names, to) -> {
              to.append('#').append(value.value(word, at));
              if (field.in(word) == 0 && high.in(word) != 0) {
                to.append(", lsl #8");
              }
            })
        .where(word -> high.in(word) == 0 || size.in(word) != 0);
  }

  private static Special prefetch() {
    return Special.of(
        Operand.Kind.OTHER,
        (word, at) -> word & 15,
        (word, at, names, to) -> {
          int level = word >>> 1 & 3;
          if (level == 3) {
            to.append('#').append(word & 15);
            return;
          }
          to.append((word & 8) == 0 ? "pldl" : "pstl").append(level + 1);
          to.append((word & 1) == 0 ? "keep" : "strm");
        });
  }
}
