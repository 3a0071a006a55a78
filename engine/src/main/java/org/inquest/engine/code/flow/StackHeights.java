package org.inquest.engine.code.flow;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.OptionalLong;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.x86.X86Registers;

/// Where the stack pointer, and the frame pointer where `rbp` is one, point before each
/// instruction: bytes from the stack pointer at the function's entry.
final class StackHeights {
  private static final long UNKNOWN = Long.MIN_VALUE;
  private static final long UNSET = Long.MAX_VALUE;
  private static final int WORD = 8;

  private final FunctionCode code;
  private final long[] sp;
  private final long[] bp;

  StackHeights(FunctionCode code) {
    this.code = code;
    this.sp = new long[code.size()];
    this.bp = new long[code.size()];
    Arrays.fill(sp, UNSET);
    Arrays.fill(bp, UNSET);
    if (code.size() > 0) {
      follow(0, 0);
    }
    for (int i = 0; i < code.size(); i++) {
      if (sp[i] == UNSET) {
        follow(i, UNKNOWN);
      }
    }
  }

  private void follow(int from, long height) {
    ArrayDeque<Integer> left = new ArrayDeque<>();
    sp[from] = height;
    bp[from] = UNKNOWN;
    left.add(from);
    while (!left.isEmpty()) {
      int i = left.remove();
      Instruction insn = code.instruction(i);
      long nextSp = stackPointer(insn, sp[i], bp[i]);
      long nextBp = framePointer(insn, sp[i], bp[i]);
      for (int next : code.after(i)) {
        // What is only reached in ways that can't be seen does not spoil what is known.
        boolean worse = height == UNKNOWN && sp[next] != UNSET && sp[next] != UNKNOWN;
        long mergedSp = worse ? sp[next] : merge(sp[next], nextSp);
        long mergedBp = worse ? bp[next] : merge(bp[next], nextBp);
        if (mergedSp != sp[next] || mergedBp != bp[next]) {
          sp[next] = mergedSp;
          bp[next] = mergedBp;
          left.add(next);
        }
      }
    }
  }

  private static long merge(long known, long other) {
    return known == UNSET || known == other ? other : UNKNOWN;
  }

  private static long plus(long value, long delta) {
    return value == UNKNOWN ? UNKNOWN : value + delta;
  }

  private long stackPointer(Instruction insn, long sp, long bp) {
    if (insn.flow() == Flow.CALL) {
      // A call into the function itself leaves a return address that somebody takes off again.
      boolean inside = insn.hasTarget() && code.indexAt(insn.target()) > 0;
      return inside ? UNKNOWN : sp;
    }
    if (!insn.writes(X86Registers.RSP)) {
      return sp;
    }
    Operand first = insn.operand(0);
    Operand second = insn.operand(1);
    boolean ours = first.isRegister() && first.register() == X86Registers.RSP;
    return switch (insn.mnemonic()) {
      case "push" -> first.isRegister() && first.size() != WORD ? UNKNOWN : plus(sp, -WORD);
      case "pop" -> ours || first.size() != WORD ? UNKNOWN : plus(sp, WORD);
      case "pushf" -> plus(sp, -WORD);
      case "popf" -> plus(sp, WORD);
      case "leave" -> plus(bp, WORD);
      case "add" -> ours && number(second) ? plus(sp, second.value()) : UNKNOWN;
      case "sub" -> ours && number(second) ? plus(sp, -second.value()) : UNKNOWN;
      case "mov" ->
          ours && second.isRegister() && second.register() == X86Registers.RBP ? bp : UNKNOWN;
      case "lea" -> ours ? address(second, sp, bp) : UNKNOWN;
      default -> UNKNOWN;
    };
  }

  private static boolean number(Operand operand) {
    return operand.kind() == Operand.Kind.IMMEDIATE;
  }

  private static long framePointer(Instruction insn, long sp, long bp) {
    if (insn.flow() == Flow.CALL || !insn.writes(X86Registers.RBP)) {
      return bp;
    }
    Operand from = insn.operand(1);
    return switch (insn.mnemonic()) {
      case "mov" -> from.isRegister() && from.register() == X86Registers.RSP ? sp : UNKNOWN;
      case "lea" -> address(from, sp, bp);
      default -> UNKNOWN;
    };
  }

  private static long address(Operand memory, long sp, long bp) {
    if (!memory.isMemory() || memory.index() != Operand.NO_REGISTER) {
      return UNKNOWN;
    }
    return switch (memory.base()) {
      case X86Registers.RSP -> plus(sp, memory.displacement());
      case X86Registers.RBP -> plus(bp, memory.displacement());
      default -> UNKNOWN;
    };
  }

  /// The stack pointer before an instruction; empty where it can't be followed.
  OptionalLong at(int i) {
    return sp[i] == UNKNOWN || sp[i] == UNSET ? OptionalLong.empty() : OptionalLong.of(sp[i]);
  }

  /// What the frame pointer points to before an instruction; empty where it is none.
  OptionalLong framePointer(int i) {
    return bp[i] == UNKNOWN || bp[i] == UNSET ? OptionalLong.empty() : OptionalLong.of(bp[i]);
  }

  /// The stack offset of a memory operand; empty where it is none, or not known.
  OptionalLong slot(int i, Operand memory) {
    if (memory.segment() == X86Registers.GS || memory.segment() == X86Registers.FS) {
      return OptionalLong.empty();
    }
    long address = address(memory, sp[i], bp[i]);
    return address == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(address);
  }

  /// Whether a memory operand is relative to the stack, though perhaps nobody knows where.
  boolean onStack(int i, Operand memory) {
    return memory.base() == X86Registers.RSP
        || memory.base() == X86Registers.RBP && bp[i] != UNKNOWN;
  }
}
