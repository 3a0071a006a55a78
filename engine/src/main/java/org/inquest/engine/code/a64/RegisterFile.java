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

  int number(int field) {
    return switch (this) {
      case GENERAL -> field == 31 ? A64Registers.ZR : field;
      case GENERAL_OR_SP -> field;
      case VECTOR -> A64Registers.V0 + field;
      case PREDICATE -> A64Registers.P0 + (field & 15);
    };
  }

  boolean general() {
    return this == GENERAL || this == GENERAL_OR_SP;
  }
}
