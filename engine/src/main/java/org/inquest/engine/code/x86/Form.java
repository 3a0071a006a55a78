package org.inquest.engine.code.x86;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inquest.engine.code.Access;
import org.inquest.engine.code.Flow;

/// One row of a table: an encoding and the instruction that it is.
///
/// @param source file and line, for messages
/// @param map opcode map: 0 to 3, [#VEX_MAP] and [#EVEX_MAP] plus the map's number
/// @param opcodes first opcode
/// @param count how many opcodes it fills: 8 for `+r`, else 1
/// @param conditions what else must hold, by [Dimension]
/// @param modrm whether a ModRM byte follows
/// @param mnemonic Intel's name
/// @param att the name that AT&T's printer begins with
/// @param intel the name that Intel's printer writes
/// @param operands in the manual's order
/// @param reads set of registers read besides operands
/// @param writes set of registers written besides operands
/// @param marks the words of the last column that say how it prints and sizes
/// @param disp8 bytes that EVEX multiplies an 8-bit displacement with; 0: those of the operand
record Form(
    String source,
    int map,
    int opcodes,
    int count,
    Map<Dimension, Integer> conditions,
    boolean modrm,
    String mnemonic,
    String att,
    String intel,
    List<Part> operands,
    Flow flow,
    long reads,
    long writes,
    Set<Mark> marks,
    int disp8) {
  static final int VEX_MAP = 4;
  static final int EVEX_MAP = 8;
  static final int MAPS = 16;

  /// An operand and what is done with it.
  record Part(OperandType type, Access access) {}

  Form {
    conditions = Map.copyOf(conditions);
    operands = List.copyOf(operands);
    marks = Set.copyOf(marks);
  }

  boolean has(Mark mark) {
    return marks.contains(mark);
  }

  /// Whether an operand or a condition asks for the operand size, which prefix 66 changes.
  ///
  /// @param memory whether ModRM names memory
  boolean followsOperandSize(boolean memory) {
    boolean follows =
        conditions.containsKey(Dimension.OPERAND_SIZE) || has(Mark.D64) || has(Mark.SUFFIX16);
    for (Part part : operands) {
      follows |= sizeOf(part.type(), memory).followsOperandSize();
    }
    return follows;
  }

  /// Whether REX.W has a meaning for it.
  boolean followsWide() {
    boolean follows =
        conditions.containsKey(Dimension.WIDE)
            || conditions.containsKey(Dimension.OPERAND_SIZE)
            || has(Mark.WIDE64);
    for (Part part : operands) {
      follows |= part.type().inRegister().followsWide();
    }
    return follows;
  }

  /// Whether VEX.vvvv names a register.
  boolean usesVvvv() {
    boolean uses = false;
    for (Part part : operands) {
      uses |= Method.usesVvvv(part.type().method());
    }
    return uses;
  }

  boolean isVex() {
    return map >= VEX_MAP && map < EVEX_MAP;
  }

  boolean isEvex() {
    return map >= EVEX_MAP;
  }

  /// Name and kinds of operands.
  String shape() {
    StringBuilder shape = new StringBuilder(att);
    for (Part part : operands) {
      shape.append(' ').append(part.type().method());
    }
    return shape.toString();
  }

  private static Size sizeOf(OperandType type, boolean memory) {
    return memory && Method.usesRm(type.method()) ? type.inMemory() : type.inRegister();
  }
}
