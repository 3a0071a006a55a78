package org.inquest.engine.code.a64;

import java.util.HashMap;
import java.util.Map;

/// How a vector register is divided into lanes, as the tables write it behind a point: small
/// letters are meant literally (`V.16b`), a capital takes the lanes from fields of the instruction.
///
/// | letter | fields | meaning |
/// |---|---|---|
/// | `T` | `Q`, `z` | elements of 1 << z bytes, 8 or 16 bytes of them |
/// | `W` | `z` | elements of 2 << z bytes, 16 bytes of them |
/// | `P` | `Q`, `z` | elements of 2 << z bytes, 8 or 16 bytes of them |
/// | `A` | `Q`, `z` | like `T`, and one element of 8 bytes |
/// | `L` | `Q`, `z` | like `T` without two elements of 4 bytes |
/// | `F` | `Q`, `y` | floating point: words or doublewords |
/// | `B` `H` `S` `D` | `Q` | elements of that size, 8 or 16 bytes of them |
/// | `G` | `Q` | halfwords, 4 or 8 bytes of them |
/// | `I` | `Q`, `h` | by the highest bit set in `immh` |
/// | `J` | `h` | the same, twice the size, 16 bytes |
/// | `E` | `Q`, `k` | by the lowest bit set in `imm5` |
///
/// For SVE registers `T`, `I` and `J` have no number of elements, and `M` is the element that the
/// bit mask in `N` and `s` repeats.
///
/// Behind a capital may stand the element sizes that are not reserved: `Tbhs`.
///
/// @param selector the fields, from bit 31 down
/// @param names by the selector's value; [#RESERVED] where it means nothing
/// @param bytes by the selector's value
record Arrangement(Bits selector, String[] names, int[] bytes) {
  /// The text of a field's value that means nothing, as the tables have it.
  static final String RESERVED = "-";

  /// The names of registers where the arrangement is reserved.
  static final String[] NO_NAMES = {};

  private static final String SIZES = "bhsd";

  static Arrangement parse(String text, Pattern pattern, boolean scalable) {
    char kind = text.charAt(0);
    if (!Character.isUpperCase(kind)) {
      return new Arrangement(Bits.NONE, new String[] {text}, new int[] {bytesOf(text, scalable)});
    }
    String allowed = text.length() > 1 ? text.substring(1) : SIZES + "q";
    return switch (kind) {
      case 'T' ->
          scalable ? scalable(pattern.field('z'), allowed) : sized(kind, pattern, allowed, 0);
      case 'A', 'L' -> sized(kind, pattern, allowed, 0);
      case 'P' -> sized(kind, pattern, allowed, 1);
      case 'W' -> wide(pattern.field('z'), allowed);
      case 'F' -> choice(pattern.field('Q').and(pattern.field('y')), "2s", RESERVED, "4s", "2d");
      case 'B' -> choice(pattern.field('Q'), "8b", "16b");
      case 'H' -> choice(pattern.field('Q'), "4h", "8h");
      case 'S' -> choice(pattern.field('Q'), "2s", "4s");
      case 'D' -> choice(pattern.field('Q'), "1d", "2d");
      case 'G' -> choice(pattern.field('Q'), "2h", "4h");
      case 'M' -> repeated(pattern.field('N').and(pattern.field('s')));
      case 'I' ->
          scalable
              ? scalableShifted(pattern.field('h'), 0)
              : shifted(pattern.field('Q'), pattern.field('h'), allowed, false);
      case 'J' ->
          scalable
              ? scalableShifted(pattern.field('h'), 1)
              : shifted(Bits.NONE, pattern.field('h'), allowed, true);
      case 'E' -> element(pattern.field('Q'), pattern.field('k'), allowed);
      default -> throw new IllegalArgumentException("arrangement " + text);
    };
  }

  private static int bytesOf(String name, boolean scalable) {
    if (scalable) {
      return 0;
    }
    char element = name.charAt(name.length() - 1);
    int count = name.length() == 1 ? 1 : Integer.parseInt(name, 0, name.length() - 1, 10);
    return count << Math.max(0, "bhsdq".indexOf(element));
  }

  private static Arrangement choice(Bits selector, String... names) {
    int[] bytes = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      bytes[i] = names[i].equals(RESERVED) ? 0 : bytesOf(names[i], false);
    }
    return new Arrangement(selector, names, bytes);
  }

  /// A full name such as `4s`; reserved where the element is not allowed or the vector has only one
  /// element, which A64 reserves unless it says `1d`.
  private static String name(int log, int quad, String allowed) {
    if (log > 4) {
      return RESERVED;
    }
    char element = "bhsdq".charAt(log);
    int count = (8 << quad) >> log;
    return count == 0 || allowed.indexOf(element) < 0 ? RESERVED : count + "" + element;
  }

  private static Arrangement sized(char kind, Pattern pattern, String allowed, int more) {
    // With Q fixed by the pattern the vector is a whole one.
    Bits q = pattern.has('Q') ? pattern.field('Q') : Bits.NONE;
    Bits z = pattern.field('z');
    String[] names = new String[1 << (q.width() + z.width())];
    for (int i = 0; i < names.length; i++) {
      int quad = q.width() == 0 ? 1 : i >> z.width();
      int log = (i & (1 << z.width()) - 1) + more;
      boolean reserved =
          kind == 'T' && log == 3 && quad == 0 || kind == 'L' && log == 2 && quad == 0;
      names[i] = reserved ? RESERVED : name(log, quad, allowed);
    }
    return choice(q.and(z), names);
  }

  private static Arrangement wide(Bits z, String allowed) {
    String[] names = new String[1 << z.width()];
    for (int i = 0; i < names.length; i++) {
      names[i] = name(i + 1, 1, allowed);
    }
    return choice(z, names);
  }

  private static Arrangement shifted(Bits q, Bits immh, String allowed, boolean twice) {
    String[] names = new String[1 << (q.width() + 4)];
    for (int i = 0; i < names.length; i++) {
      int high = i & 15;
      int log = high == 0 ? -1 : 31 - Integer.numberOfLeadingZeros(high);
      int quad = twice ? 1 : i >> 4;
      boolean reserved = log < 0 || (log == 3 && (twice || quad == 0));
      names[i] = reserved ? RESERVED : name(twice ? log + 1 : log, quad, allowed);
    }
    return choice(q.and(immh), names);
  }

  private static Arrangement element(Bits q, Bits imm5, String allowed) {
    String[] names = new String[64];
    for (int i = 0; i < names.length; i++) {
      int low = i & 31;
      int log = low == 0 ? 9 : Integer.numberOfTrailingZeros(low);
      boolean reserved = log > 3 || (log == 3 && i < 32);
      names[i] = reserved ? RESERVED : name(log, i >> 5, allowed);
    }
    return choice(q.and(imm5), names);
  }

  /// By the highest bit of tsz, whose field may have fewer than four bits.
  private static Arrangement scalableShifted(Bits tsz, int more) {
    String[] names = new String[1 << tsz.width()];
    for (int i = 0; i < names.length; i++) {
      int log = i == 0 ? 4 : 31 - Integer.numberOfLeadingZeros(i) + more;
      names[i] = log > 3 ? RESERVED : SIZES.substring(log, log + 1);
    }
    return new Arrangement(tsz, names, new int[names.length]);
  }

  /// By the element that a bit mask repeats: a byte at least.
  private static Arrangement repeated(Bits size) {
    String[] names = new String[1 << size.width()];
    for (int i = 0; i < names.length; i++) {
      int log = LogicalImmediate.log(i >> 6, i & 63);
      int element = Math.max(0, log - 3);
      names[i] = log < 1 ? RESERVED : SIZES.substring(element, element + 1);
    }
    return new Arrangement(size, names, new int[names.length]);
  }

  private static Arrangement scalable(Bits z, String allowed) {
    String[] names = new String[1 << z.width()];
    for (int i = 0; i < names.length; i++) {
      char element = SIZES.charAt(i);
      names[i] = allowed.indexOf(element) < 0 ? RESERVED : String.valueOf(element);
    }
    return new Arrangement(z, names, new int[names.length]);
  }

  private static final Map<String, String[]> NAMES = new HashMap<>();

  /// The 32 names of registers in each of the arrangements.
  synchronized String[][] registers(char letter) {
    String[][] all = new String[names.length][];
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(RESERVED)) {
        all[i] = NO_NAMES;
      } else {
        String suffix = "." + names[i];
        synchronized (NAMES) {
          all[i] = NAMES.computeIfAbsent(letter + suffix, key -> numbered(letter, suffix));
        }
      }
    }
    return all;
  }

  static String[] numbered(char letter, String suffix) {
    String[] of = new String[32];
    for (int n = 0; n < 32; n++) {
      of[n] = letter + "" + n + suffix;
    }
    return of;
  }
}
