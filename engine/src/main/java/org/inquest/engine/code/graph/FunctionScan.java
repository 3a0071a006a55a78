package org.inquest.engine.code.graph;

import java.util.Optional;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.Operand.Kind;
import org.inquest.engine.code.image.Code;

/// Finds what functions say about others, instruction by instruction. For one thread.
final class FunctionScan {
  /// Retpolines: a jump through a register that goes by a name (arch/x86/lib/retpoline.S).
  private static final String THUNK = "__x86_indirect_thunk_";

  private static final String STATIC_CALL = "__SCT__";

  /// Longer tables of function pointers exist, but what is called through them by index is none of
  /// their last ones.
  private static final int MAX_TABLE = 512;

  private final GraphNodes nodes;
  private final ProgramText text;
  private final PointerWords pointers;
  private final EdgeList found;
  private final Instruction insn;
  private final int programCounter;

  FunctionScan(
      GraphNodes nodes,
      ProgramText text,
      PointerWords pointers,
      int programCounter,
      EdgeList found) {
    this.nodes = nodes;
    this.text = text;
    this.pointers = pointers;
    this.programCounter = programCounter;
    this.found = found;
    this.insn = text.decoder().newInstruction();
  }

  /// Looks at one function, from its first byte to its last. Bytes that are no instruction are
  /// stepped over.
  void scan(int function) {
    long end = nodes.end(function);
    long at = nodes.start(function);
    Optional<Code> piece = text.pieceAt(at);
    while (piece.isPresent() && Long.compareUnsigned(at, end) < 0) {
      // Behind the piece's end this is TRUNCATED.
      if (text.decode(piece.get(), at, insn) == 0) {
        if (insn.flow() == Flow.TRUNCATED) {
          return;
        }
        at += text.decoder().alignment();
        continue;
      }
      look(function);
      at = insn.end();
    }
  }

  private void look(int function) {
    switch (insn.flow()) {
      case CALL, JUMP, BRANCH -> transfer(function);
      default -> {}
    }
    for (int i = 0; i < insn.operandCount(); i++) {
      Operand operand = insn.operand(i);
      if (operand.kind() == Kind.IMMEDIATE && operand.size() >= 4) {
        handedOut(function, operand.value());
      } else if (operand.isMemory() && operand.isAbsolute(programCounter)) {
        // lea; and mov of what is behind an address, which is never a function's.
        handedOut(function, operand.displacement());
      }
    }
  }

  private void handedOut(int function, long address) {
    int target = nodes.startingAt(address);
    if (target != CodeGraph.NONE && target != function) {
      found.add(function, target, insn.address(), EdgeKind.ADDRESS);
    }
  }

  private void transfer(int function) {
    if (!insn.hasTarget()) {
      throughPointer(function);
      return;
    }
    long to = insn.target();
    boolean call = insn.flow() == Flow.CALL;
    boolean inside = nodes.contains(function, to);
    if (inside && !(call && to == nodes.start(function))) {
      return;
    }
    int target = nodes.indexAt(to);
    if (target == CodeGraph.NONE) {
      return;
    }
    if (nodes.nameStartsWith(target, THUNK)) {
      found.add(function, CodeGraph.NONE, insn.address(), EdgeKind.INDIRECT);
    } else if (nodes.nameStartsWith(target, STATIC_CALL)) {
      found.add(function, target, insn.address(), EdgeKind.STATIC);
    } else {
      found.add(function, target, insn.address(), call ? EdgeKind.CALL : EdgeKind.TAIL);
    }
  }

  private void throughPointer(int function) {
    int memory = insn.memoryOperand();
    boolean known = false;
    if (memory != Instruction.NONE) {
      Operand operand = insn.operand(memory);
      if (operand.isAbsolute(programCounter)) {
        known = pointer(function, operand.displacement());
      } else if (operand.base() == Operand.NO_REGISTER && operand.scale() == Long.BYTES) {
        known = table(function, operand.displacement());
      }
    }
    if (!known && insn.flow() == Flow.CALL) {
      found.add(function, CodeGraph.NONE, insn.address(), EdgeKind.INDIRECT);
    }
  }

  private boolean pointer(int function, long word) {
    int target = pointers.functionAt(word);
    if (target == CodeGraph.NONE) {
      return false;
    }
    found.add(function, target, insn.address(), EdgeKind.POINTER);
    return true;
  }

  private boolean table(int function, long start) {
    int n = 0;
    while (n < MAX_TABLE && pointer(function, start + (long) n * Long.BYTES)) {
      n++;
    }
    return n > 0;
  }
}
