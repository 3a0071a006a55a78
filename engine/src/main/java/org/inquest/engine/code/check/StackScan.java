package org.inquest.engine.code.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.Operand.Kind;
import org.inquest.engine.code.a64.A64Decoder;
import org.inquest.engine.code.graph.CodeGraph;

/// How far the stack pointer lies below its value at the entry of a function, at each of its
/// instructions: follows `push`, `sub`, `lea`, a frame pointer, A64's write-back. For one thread.
///
/// Each instruction is looked at once: compilers keep the height at a place the same on all ways to
/// it. What no way leads to (the cases of a switch behind a jump that can't be followed) has the
/// deepest height of the function.
final class StackScan {
  private static final int UNKNOWN = Integer.MIN_VALUE;

  /// A frame that claims more is bytes read as code; Linux's largest stacks have 64 KiB.
  private static final int MAX_DEPTH = 1 << 16;

  private static final int RBP = 5;
  private static final int A64_FP = 29;

  private final Program program;
  private final Instruction insn;
  private final int stackPointer;
  private final int framePointer;
  private final int word;
  private final Map<Long, Integer> depths = new HashMap<>();
  private final Deque<Place> open = new ArrayDeque<>();
  private int deepest;
  private boolean dynamic;

  /// @param depth bytes between the entry's stack pointer and this one's
  /// @param frame the same for the frame pointer
  private record Place(long address, int depth, int frame) {}

  StackScan(Program program) {
    this.program = program;
    this.insn = program.text().decoder().newInstruction();
    this.stackPointer = program.isa().registers().stackPointer();
    this.framePointer = isA64(program) ? A64_FP : RBP;
    this.word = program.isa().name().equals("i386") ? Integer.BYTES : Long.BYTES;
  }

  private static boolean isA64(Program program) {
    return program.isa().name().equals("aarch64");
  }

  /// Bytes that a call pushes before the callee's first instruction.
  static int returnAddress(Program program) {
    return switch (program.isa().name()) {
      case "aarch64" -> 0;
      case "i386" -> Integer.BYTES;
      default -> Long.BYTES;
    };
  }

  /// Looks at a function and its parts elsewhere.
  void scan(int function) {
    depths.clear();
    deepest = 0;
    dynamic = false;
    int owner = program.graph().owner(function);
    open.push(new Place(program.graph().start(function), 0, UNKNOWN));
    while (!open.isEmpty()) {
      run(open.pop(), owner);
    }
  }

  /// Bytes of the function's own stack, its return address not counted.
  int deepest() {
    return deepest;
  }

  /// Whether it takes an amount of stack that is computed as it runs (`alloca`, arrays of variable
  /// length), which comes on top.
  boolean dynamic() {
    return dynamic;
  }

  /// The stack in use at an instruction of the function last looked at.
  int depthAt(long address) {
    return depths.getOrDefault(address, deepest);
  }

  private void run(Place begin, int owner) {
    long at = begin.address;
    int depth = begin.depth;
    int frame = begin.frame;
    while (depths.putIfAbsent(at, depth) == null && program.text().decode(at, insn) > 0) {
      int before = depth;
      depth = Math.clamp(step(depth, frame), 0, MAX_DEPTH);
      deepest = Math.max(deepest, depth);
      if (insn.writes(framePointer)) {
        frame = frame(before);
      }
      boolean jumps = insn.flow() == Flow.BRANCH || insn.flow() == Flow.JUMP;
      if (jumps && insn.hasTarget() && isPartOf(owner, insn.target())) {
        open.push(new Place(insn.target(), depth, frame));
      }
      if (!insn.flow().fallsThrough()) {
        return;
      }
      at = insn.end();
      if (!isPartOf(owner, at)) {
        return;
      }
    }
  }

  private boolean isPartOf(int owner, long address) {
    int function = program.graph().indexAt(address);
    return function != CodeGraph.NONE && program.graph().owner(function) == owner;
  }

  private int step(int depth, int frame) {
    if (insn.flow() != Flow.NEXT || !insn.writes(stackPointer)) {
      return depth;
    }
    Operand first = insn.operand(0);
    Operand last = insn.operand(Math.max(insn.operandCount() - 1, 0));
    boolean ours = first.isRegister() && first.register() == stackPointer;
    return switch (insn.mnemonic()) {
      case "push", "pushf" -> depth + word;
      case "pop", "popf" -> ours ? depth : depth - word;
      case "leave" -> frame == UNKNOWN ? 0 : frame - word;
      case "sub" -> depth + amount(last);
      case "add" -> depth - amount(last);
      // The least that was taken may be rounded up to one unit less a word.
      case "and" -> depth + Math.max(0, (int) Math.min(-last.value(), MAX_DEPTH) - word);
      case "mov" -> last.isRegister() && last.register() == framePointer ? known(frame) : depth;
      case "lea" -> ours ? address(last, depth, frame) : depth;
      default -> depth - writtenBack();
    };
  }

  private static int known(int frame) {
    return frame == UNKNOWN ? 0 : frame;
  }

  private int amount(Operand operand) {
    if (operand.kind() == Kind.IMMEDIATE) {
      // A64 may shift it by 12.
      int shift = operand.detail() & A64Decoder.AMOUNT;
      return Math.clamp(operand.value() << shift, -MAX_DEPTH, MAX_DEPTH);
    }
    dynamic = true;
    return 0;
  }

  /// What A64's `stp x29, x30, [sp, #-32]!` and `ldp x29, x30, [sp], #32` add to the stack pointer.
  private int writtenBack() {
    int i = insn.memoryOperand();
    if (i == Instruction.NONE || insn.operand(i).base() != stackPointer) {
      return 0;
    }
    Operand memory = insn.operand(i);
    if ((memory.detail() & A64Decoder.PRE_INDEX) != 0) {
      return (int) memory.displacement();
    }
    Operand last = insn.operand(insn.operandCount() - 1);
    boolean after = (memory.detail() & A64Decoder.POST_INDEX) != 0;
    return after && last.kind() == Kind.IMMEDIATE ? (int) last.value() : 0;
  }

  private int address(Operand memory, int depth, int frame) {
    if (memory.isMemory() && memory.index() == Operand.NO_REGISTER) {
      if (memory.base() == stackPointer) {
        return depth - (int) memory.displacement();
      }
      if (memory.base() == framePointer && frame != UNKNOWN) {
        return frame - (int) memory.displacement();
      }
    }
    // An epilogue takes the entry's stack pointer from elsewhere (`lea -8(%r10),%rsp`).
    return 0;
  }

  private int frame(int depth) {
    Operand from = insn.operand(1);
    if (insn.mnemonic().equals("mov") && from.isRegister() && from.register() == stackPointer) {
      return depth;
    }
    boolean lea = insn.mnemonic().equals("lea") && from.isMemory();
    return lea && from.base() == stackPointer ? depth - (int) from.displacement() : UNKNOWN;
  }
}
