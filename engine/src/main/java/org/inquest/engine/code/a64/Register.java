package org.inquest.engine.code.a64;

import org.inquest.engine.code.SymbolNames;

/// A register by its number in a field. The name may also depend on other fields, those of the
/// instruction's operand size.
final class Register extends Piece {
  private static final int BY_SELECTOR = -1;

  final RegisterFile file;

  /// Where the field with the number begins; it is never divided.
  final int shift;

  /// What the field can hold.
  final int mask;

  /// Bytes; negative where that depends on other fields.
  final int size;

  /// What is added to the field.
  final int behind;

  private final Bits selector;
  private final Bits field;
  private final String[][] names;
  private final int[] sizes;
  private final int[] numbers;
  private final boolean hasReserved;

  /// @param selector chooses among `names`
  /// @param names for each value of the selector the 32 names; none where the value is reserved
  /// @param sizes for each value of the selector the bytes of the register that count
  Register(Bits selector, Bits field, RegisterFile file, String[][] names, int[] sizes) {
    this(selector, field, file, names, sizes, 0);
  }

  private Register(
      Bits selector, Bits field, RegisterFile file, String[][] names, int[] sizes, int behind) {
    this.file = file;
    this.shift = field.shift();
    this.behind = behind;
    this.selector = selector;
    this.field = field;
    this.mask = (1 << field.width()) - 1;
    this.names = names;
    this.sizes = sizes;
    this.size = names.length == 1 ? sizes[0] : BY_SELECTOR;
    this.numbers = file.numbers(behind);
    boolean reserved = false;
    for (String[] of : names) {
      reserved |= of.length == 0;
    }
    this.hasReserved = reserved;
  }

  @Override
  void print(int word, long address, SymbolNames symbols, StringBuilder to) {
    to.append(names[selector.in(word)][word >>> shift & mask]);
  }

  @Override
  boolean valid(int word) {
    return names[selector.in(word)].length > 0;
  }

  @Override
  boolean canBeInvalid() {
    return hasReserved;
  }

  /// The same register class with the number that comes `more` later, 31 followed by 0.
  Register later(int more) {
    String[][] rotated = new String[names.length][];
    for (int i = 0; i < names.length; i++) {
      rotated[i] = rotate(names[i], more);
    }
    return new Register(selector, field, file, rotated, sizes, behind + more);
  }

  private static String[] rotate(String[] names, int more) {
    String[] rotated = new String[names.length];
    for (int n = 0; n < names.length; n++) {
      rotated[n] = names[n + more & 31];
    }
    return rotated;
  }

  /// For printing only: this register with a text in front of its names.
  Register after(String text) {
    String[][] longer = new String[names.length][];
    for (int i = 0; i < names.length; i++) {
      longer[i] = names[i].length == 0 ? names[i] : RegisterClass.after(text, names[i]);
    }
    return new Register(selector, field, file, longer, sizes, behind);
  }

  /// The content of the field.
  int in(int word) {
    return word >>> shift & mask;
  }

  /// The register's number in [A64Registers].
  int number(int word) {
    return numbers[word >>> shift & mask];
  }

  /// The numbers of all values of the field.
  int[] numbers() {
    return numbers;
  }

  /// The register as a set; empty where it is in none.
  long set(int word) {
    return sets()[in(word)];
  }

  /// The register sets of all values of the field.
  long[] sets() {
    return file.sets(behind);
  }

  int size(int word) {
    return size != BY_SELECTOR ? size : sizes[selector.in(word)];
  }
}
