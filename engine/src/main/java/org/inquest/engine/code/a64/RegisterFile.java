package org.inquest.engine.code.a64;

/// What the 5 bits of a register field count.
enum RegisterFile {
  /// General registers; 31 is the zero register.
  GENERAL,
  /// General registers; 31 is the stack pointer.
  GENERAL_OR_SP,
  /// SIMD, floating-point and SVE vectors.
  VECTOR,
  /// SVE predicates.
  PREDICATE;

  private static final int MOST_BEHIND = 4;

  // Shared by all rows, so that they stay in the CPU's nearest cache.
  private final int[][] numbers = new int[MOST_BEHIND][32];
  private final long[][] sets = new long[MOST_BEHIND][32];

  RegisterFile() {
    for (int behind = 0; behind < MOST_BEHIND; behind++) {
      for (int i = 0; i < 32; i++) {
        int number = number(i + behind & 31);
        numbers[behind][i] = number;
        sets[behind][i] = number < Long.SIZE ? 1L << number : 0;
      }
    }
  }

  /// The numbers in [A64Registers] of what a field's values plus `behind` mean.
  int[] numbers(int behind) {
    return numbers[behind];
  }

  /// The same as register sets; empty for what is in no set.
  long[] sets(int behind) {
    return sets[behind];
  }

  private int number(int field) {
    return switch (this) {
      case GENERAL -> field == 31 ? A64Registers.ZR : field;
      case GENERAL_OR_SP -> field;
      case VECTOR -> A64Registers.V0 + field;
      case PREDICATE -> A64Registers.P0 + (field & 15);
    };
  }
}
