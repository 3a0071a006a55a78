package org.inquest.engine.code.x86;

import java.util.Map;

/// What a table's row says of one operand, such as `Ev`, `Wx:d`, `Ed/b` or `AL`.
///
/// @param method of [Method]
/// @param inRegister size where it is a register, a number or a fixed operand
/// @param inMemory size where it is memory
/// @param broadcast bytes of the element that EVEX.b repeats; 0 where none may be
/// @param register number of a fixed register
record OperandType(int method, Size inRegister, Size inMemory, int broadcast, int register) {
  private static final Map<String, OperandType> FIXED =
      Map.ofEntries(
          fixed("AL", Size.B, X86Registers.RAX),
          fixed("AX", Size.W, X86Registers.RAX),
          fixed("eAX", Size.Z, X86Registers.RAX),
          fixed("rAX", Size.V, X86Registers.RAX),
          fixed("CL", Size.B, X86Registers.RCX),
          fixed("DX", Size.W, X86Registers.RDX),
          fixed("ES", Size.W, X86Registers.ES),
          fixed("CS", Size.W, X86Registers.ES + 1),
          fixed("SS", Size.W, X86Registers.ES + 2),
          fixed("DS", Size.W, X86Registers.ES + 3),
          fixed("FS", Size.W, X86Registers.ES + 4),
          fixed("GS", Size.W, X86Registers.ES + 5),
          fixed("XMM0", Size.DQ, X86Registers.XMM0),
          fixed("ST", Size.T, X86Registers.ST0),
          Map.entry("STi", new OperandType(Method.STACK_RM, Size.T, Size.T, 0, 0)),
          Map.entry("1", new OperandType(Method.ONE, Size.B, Size.B, 0, 0)),
          Map.entry("Ibs", new OperandType(Method.SIGNED_BYTE, Size.V, Size.V, 0, 0)),
          Map.entry("xlat", new OperandType(Method.TRANSLATE, Size.B, Size.B, 0, 0)),
          Map.entry("Kg", new OperandType(Method.MASK_REG, Size.Q, Size.Q, 0, 0)),
          Map.entry("Ke", new OperandType(Method.MASK_RM, Size.Q, Size.Q, 0, 0)),
          Map.entry("Kh", new OperandType(Method.MASK_VVVV, Size.Q, Size.Q, 0, 0)),
          Map.entry("Tg", new OperandType(Method.BOUND_REG, Size.DQ, Size.DQ, 0, 0)),
          Map.entry("Tr", new OperandType(Method.BOUND_RM, Size.DQ, Size.DQ, 0, 0)),
          Map.entry("tg", new OperandType(Method.TILE_REG, Size.A, Size.A, 0, 0)),
          Map.entry("te", new OperandType(Method.TILE_RM, Size.A, Size.A, 0, 0)),
          Map.entry("th", new OperandType(Method.TILE_VVVV, Size.A, Size.A, 0, 0)));

  private static Map.Entry<String, OperandType> fixed(String name, Size size, int register) {
    return Map.entry(name, new OperandType(Method.FIXED, size, size, 0, register));
  }

  /// Reads one operand without its access mark.
  ///
  /// @throws IllegalArgumentException naming what it does not know
  static OperandType parse(String text) {
    OperandType fixed = FIXED.get(text);
    if (fixed != null) {
      return fixed;
    }
    String sizes = text.substring(1);
    int broadcast = 0;
    int colon = sizes.indexOf(':');
    if (colon >= 0) {
      broadcast = 1 << "bwdq".indexOf(sizes.substring(colon + 1));
      sizes = sizes.substring(0, colon);
    }
    int slash = sizes.indexOf('/');
    Size register = Size.of(slash < 0 ? sizes : sizes.substring(0, slash));
    Size memory = slash < 0 ? register : Size.of(sizes.substring(slash + 1));
    return new OperandType(method(text), register, memory, broadcast, 0);
  }

  private static int method(String text) {
    return switch (text.charAt(0)) {
      case 'E', 'R', 'M' -> Method.RM;
      case 'G' -> Method.REG;
      case 'W', 'U' -> Method.VECTOR_RM;
      case 'V' -> Method.VECTOR_REG;
      case 'H' -> Method.VECTOR_VVVV;
      case 'L' -> Method.VECTOR_LAST;
      case 'Q', 'N' -> Method.MMX_RM;
      case 'P' -> Method.MMX_REG;
      case 'B' -> Method.VVVV;
      case 'Z' -> Method.OPCODE;
      case 'i' -> Method.VECTOR_INDEX;
      case 'I' -> Method.IMMEDIATE;
      case 'J' -> Method.RELATIVE;
      case 'O' -> Method.OFFSET;
      case 'X' -> Method.SOURCE;
      case 'Y' -> Method.DESTINATION;
      case 'S' -> Method.SEGMENT;
      case 'C' -> Method.CONTROL;
      case 'D' -> Method.DEBUG;
      case 'A' -> Method.FAR;
      case 'K' -> Method.MASK_RM;
      default -> throw new IllegalArgumentException("no operand: " + text);
    };
  }
}
