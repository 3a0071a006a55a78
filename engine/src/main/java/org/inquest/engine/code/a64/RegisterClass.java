package org.inquest.engine.code.a64;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The capital letters with which the tables name registers. Behind it stands the letter of the
/// field with the number: `Xd` is the 64-bit register in field `d`.
///
/// | letter | register |
/// |---|---|
/// | `W` `X` | general, 32 and 64 bits; `+` behind it: 31 is the stack pointer |
/// | `R` | one of these, by field `w` |
/// | `E` | one of these, by `o` (option): `X` where the extension is of 64 bits |
/// | `B` `H` `S` `D` `Q` | a vector's lowest 1 to 16 bytes |
/// | `F` | one of these, by `f` (single, double, reserved, half) or else `y` (single, double) |
/// | `Y` `U` | one of these, by `z` (byte to doubleword), and twice that size |
/// | `I` `J` | one of these, by the highest bit in `h` (immh), and twice that size |
/// | `K` | one of these, by the lowest bit in `k` (imm5) |
/// | `V` | a vector, with an [Arrangement] |
/// | `Z` `P` | an SVE vector or predicate |
final class RegisterClass {
  private static final String[] W = general("w", "wzr");
  private static final String[] X = general("x", "xzr");
  private static final String[] W_SP = general("w", "wsp");
  private static final String[] X_SP = general("x", "sp");
  private static final String[][] SCALARS = {
    Arrangement.numbered('b', ""),
    Arrangement.numbered('h', ""),
    Arrangement.numbered('s', ""),
    Arrangement.numbered('d', ""),
    Arrangement.numbered('q', ""),
  };
  private static final String[] Z = Arrangement.numbered('z', "");
  private static final String[] P = Arrangement.numbered('p', "");

  private RegisterClass() {}

  static boolean isLetter(char c) {
    return "WXREBHSDQFYUIJKVZP".indexOf(c) >= 0;
  }

  /// @param sp whether 31 is the stack pointer
  /// @param lanes the arrangement; empty without
  static Register register(char letter, Bits field, boolean sp, String lanes, Pattern pattern) {
    if (!lanes.isEmpty()) {
      boolean scalable = letter == 'Z' || letter == 'P';
      Arrangement arrangement = Arrangement.parse(lanes, pattern, scalable);
      RegisterFile file = letter == 'P' ? RegisterFile.PREDICATE : RegisterFile.VECTOR;
      String[][] names = arrangement.registers(Character.toLowerCase(letter));
      return new Register(arrangement.selector(), field, file, names, arrangement.bytes());
    }
    RegisterFile general = sp ? RegisterFile.GENERAL_OR_SP : RegisterFile.GENERAL;
    String[] w = sp ? W_SP : W;
    String[] x = sp ? X_SP : X;
    return switch (letter) {
      case 'W' -> new Register(Bits.NONE, field, general, new String[][] {w}, new int[] {4});
      case 'X' -> new Register(Bits.NONE, field, general, new String[][] {x}, new int[] {8});
      case 'R' ->
          new Register(pattern.field('w'), field, general, new String[][] {w, x}, new int[] {4, 8});
      case 'E' -> extended(field, pattern.field('o'));
      case 'Z' -> vector(field, RegisterFile.VECTOR, Z);
      case 'P' -> vector(field, RegisterFile.PREDICATE, P);
      default -> scalar(letter, field, pattern);
    };
  }

  private static Register extended(Bits field, Bits option) {
    String[][] names = {W, W, W, X, W, W, W, X};
    int[] sizes = {4, 4, 4, 8, 4, 4, 4, 8};
    return new Register(option, field, RegisterFile.GENERAL, names, sizes);
  }

  private static Register vector(Bits field, RegisterFile file, String[] names) {
    return new Register(Bits.NONE, field, file, new String[][] {names}, new int[] {0});
  }

  private static Register scalar(char letter, Bits field, Pattern pattern) {
    return switch (letter) {
      case 'F' ->
          pattern.has('f')
              ? scalar(field, pattern.field('f'), 2, 3, -1, 1)
              : scalar(field, pattern.field('y'), 2, 3);
      case 'Y' -> scalar(field, pattern.field('z'), 0, 1, 2, 3);
      case 'U' -> scalar(field, pattern.field('z'), 1, 2, 3, -1);
      case 'I' -> scalar(field, pattern.field('h'), byHighest(0));
      case 'J' -> scalar(field, pattern.field('h'), byHighest(1));
      case 'K' -> scalar(field, pattern.field('k'), byLowest());
      default -> scalar(field, Bits.NONE, "BHSDQ".indexOf(letter));
    };
  }

  private static int[] byHighest(int more) {
    int[] logs = new int[16];
    for (int i = 0; i < logs.length; i++) {
      int log = i == 0 ? -1 : 31 - Integer.numberOfLeadingZeros(i) + more;
      logs[i] = log > 3 ? -1 : log;
    }
    return logs;
  }

  private static int[] byLowest() {
    int[] logs = new int[32];
    for (int i = 0; i < logs.length; i++) {
      int log = i == 0 ? -1 : Integer.numberOfTrailingZeros(i);
      logs[i] = log > 3 ? -1 : log;
    }
    return logs;
  }

  /// @param logs for each value of the selector the binary logarithm of the size; -1 is reserved
  private static Register scalar(Bits field, Bits selector, int... logs) {
    String[][] names = new String[1 << selector.width()][];
    int[] sizes = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = Arrangement.NO_NAMES;
      if (logs[i] >= 0) {
        names[i] = SCALARS[logs[i]];
        sizes[i] = 1 << logs[i];
      }
    }
    return new Register(selector, field, RegisterFile.VECTOR, names, sizes);
  }

  private record Prefixed(String text, String first, String last) {}

  private static final Map<Prefixed, String[]> PREFIXED = new ConcurrentHashMap<>();

  /// Names with a text in front of each, made once, as the same few come up in many rows.
  static String[] after(String text, String[] names) {
    return PREFIXED.computeIfAbsent(
        new Prefixed(text, names[0], names[31]),
        key -> {
          String[] longer = new String[names.length];
          for (int i = 0; i < names.length; i++) {
            longer[i] = text + names[i];
          }
          return longer;
        });
  }

  private static String[] general(String prefix, String last) {
    String[] names = new String[32];
    for (int n = 0; n < 31; n++) {
      names[n] = prefix + n;
    }
    names[31] = last;
    return names;
  }
}
