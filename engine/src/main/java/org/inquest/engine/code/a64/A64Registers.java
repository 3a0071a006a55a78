package org.inquest.engine.code.a64;

import org.inquest.engine.code.RegisterNames;

/// A64's registers: `x0` to `x30` are 0 to 30, the stack pointer is 31. The zero register has a
/// number of its own, as it is never written and always known; it is in no register set, nor are
/// the vectors and predicates.
public final class A64Registers implements RegisterNames {
  public static final int FP = 29;
  public static final int LR = 30;
  public static final int SP = 31;

  /// The condition flags N, Z, C and V.
  public static final int NZCV = 32;

  public static final int PC = 33;

  /// Reads as 0.
  public static final int ZR = 64;

  /// The first of 32 vectors, which are the floating-point registers too.
  public static final int V0 = 65;

  /// The first of 16 SVE predicates.
  public static final int P0 = V0 + 32;

  private static final int COUNT = P0 + 16;

  A64Registers() {}

  @Override
  public String name(int register, int size) {
    if (register >= 0 && register < SP) {
      return (size == 0 || size == 8 ? "x" : "w") + register;
    }
    if (register >= V0 && register < P0) {
      return vector(size) + (register - V0);
    }
    if (register >= P0 && register < COUNT) {
      return "p" + (register - P0);
    }
    return switch (register) {
      case SP -> size == 0 || size == 8 ? "sp" : "wsp";
      case ZR -> size == 0 || size == 8 ? "xzr" : "wzr";
      case NZCV -> "nzcv";
      case PC -> "pc";
      default -> "?";
    };
  }

  private static String vector(int size) {
    return switch (size) {
      case 1 -> "b";
      case 2 -> "h";
      case 4 -> "s";
      case 8 -> "d";
      case 16 -> "q";
      default -> "v";
    };
  }

  @Override
  public int count() {
    return COUNT;
  }

  @Override
  public int stackPointer() {
    return SP;
  }

  @Override
  public int programCounter() {
    return PC;
  }

  @Override
  public int flags() {
    return NZCV;
  }

  @Override
  public long general() {
    return 0xffff_ffffL;
  }
}
