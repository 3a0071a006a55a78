package org.inquest.engine.code.a64;

import org.inquest.engine.code.SymbolNames;

/// A register by its number in a field. The name may also depend on other fields, those of the
/// instruction's operand size.
final class Register extends Piece {
  final Bits selector;
  final Bits field;
  final RegisterFile file;
  private final String[][] names;
  private final int[] sizes;
  final int behind;
  private final boolean hasReserved;

  /// @param selector chooses among `names`
  /// @param names for each value of the selector the 32 names; none where the value is reserved
  /// @param sizes for each value of the selector the bytes of the register that count
  Register(Bits selector, Bits field, RegisterFile file, String[][] names, int[] sizes) {
    this(selector, field, file, names, sizes, 0);
  }

  private Register(
      Bits selector, Bits field, RegisterFile file, String[][] names, int[] sizes, int behind) {
    this.behind = behind;
    this.selector = selector;
    this.field = field;
    this.file = file;
    this.names = names;
    this.sizes = sizes;
    boolean reserved = false;
    for (String[] of : names) {
      reserved |= of.length == 0;
    }
    this.hasReserved = reserved;
  }

  @Override
  void print(int word, long address, SymbolNames symbols, StringBuilder to) {
    to.append(names[selector.in(word)][field.in(word)]);
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

  /// The register's number in [A64Registers].
  int number(int word) {
    return file.number(field.in(word) + behind & 31);
  }

  int size(int word) {
    return sizes[selector.in(word)];
  }
}
