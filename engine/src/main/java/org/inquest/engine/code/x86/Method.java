package org.inquest.engine.code.x86;

/// Where an operand is found. The letters are those of the tables; where the SDM's volume 2,
/// appendix A.2.1 has one, the same.
final class Method {
  static final int NONE = 0;

  /// E, R, M: general register or memory by ModRM's rm.
  static final int RM = 1;

  /// G: general register by ModRM's reg.
  static final int REG = 2;

  /// W, U: vector register or memory by rm.
  static final int VECTOR_RM = 3;

  /// V: vector register by reg.
  static final int VECTOR_REG = 4;

  /// H: vector register by VEX.vvvv.
  static final int VECTOR_VVVV = 5;

  /// Q, N: MMX register or memory by rm.
  static final int MMX_RM = 6;

  /// P: MMX register by reg.
  static final int MMX_REG = 7;

  /// B: general register by VEX.vvvv.
  static final int VVVV = 8;

  /// Z: general register by the opcode's low bits.
  static final int OPCODE = 9;

  /// i: memory with a vector of indexes.
  static final int VECTOR_INDEX = 10;

  /// I: a number.
  static final int IMMEDIATE = 11;

  /// Is: a byte, sign-extended.
  static final int SIGNED_BYTE = 12;

  /// J: an address relative to the next instruction.
  static final int RELATIVE = 13;

  /// A register that the opcode implies.
  static final int FIXED = 14;

  /// O: memory at an address of address size behind the opcode.
  static final int OFFSET = 15;

  /// X, Y: memory at DS:rSI, at ES:rDI.
  static final int SOURCE = 16;

  static final int DESTINATION = 17;

  /// S, C, D: segment, control and debug register by reg.
  static final int SEGMENT = 18;

  static final int CONTROL = 19;
  static final int DEBUG = 20;

  /// A: selector and offset behind the opcode.
  static final int FAR = 21;

  /// L: vector register by the high half of the last byte.
  static final int VECTOR_LAST = 22;

  /// Kg, Ke, Kh: mask register by reg, rm, vvvv.
  static final int MASK_REG = 23;

  static final int MASK_RM = 24;
  static final int MASK_VVVV = 25;

  /// Tg, Tr: bounds register by reg, bounds register or memory by rm.
  static final int BOUND_REG = 26;

  static final int BOUND_RM = 27;

  /// The number 1.
  static final int ONE = 28;

  /// STi: x87 register by rm.
  static final int STACK_RM = 29;

  /// tg, te, th: tile by reg, rm, vvvv.
  static final int TILE_REG = 30;

  static final int TILE_RM = 31;
  static final int TILE_VVVV = 32;

  /// Memory at DS:rBX + AL.
  static final int TRANSLATE = 33;

  private Method() {}

  /// Whether ModRM's rm says where it is, so that it may be memory.
  static boolean usesRm(int method) {
    return switch (method) {
      case RM, VECTOR_RM, MMX_RM, VECTOR_INDEX, MASK_RM, BOUND_RM, STACK_RM, TILE_RM -> true;
      default -> false;
    };
  }

  /// Whether ModRM's reg says which register it is.
  static boolean usesReg(int method) {
    return switch (method) {
      case REG, VECTOR_REG, MMX_REG, SEGMENT, CONTROL, DEBUG, MASK_REG, BOUND_REG, TILE_REG -> true;
      default -> false;
    };
  }

  /// Whether VEX.vvvv says which register it is.
  static boolean usesVvvv(int method) {
    return switch (method) {
      case VVVV, VECTOR_VVVV, MASK_VVVV, TILE_VVVV -> true;
      default -> false;
    };
  }
}
