package org.inquest.engine.code.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;

/// Finds the ways between the instructions of a function.
final class Edges {
  /// A switch has fewer cases.
  private static final int MAX_TABLE = 1024;

  /// Functions that never return, behind whose calls no code of the same path follows.
  private static final Set<String> ENDLESS =
      Set.of(
          "panic",
          "nmi_panic",
          "do_exit",
          "make_task_dead",
          "rewind_stack_and_make_dead",
          "do_group_exit",
          "kthread_exit",
          "__module_put_and_kthread_exit",
          "__stack_chk_fail",
          "fortify_panic",
          "__fortify_panic",
          "usercopy_abort",
          "machine_real_restart",
          "stop_this_cpu",
          "cpu_startup_entry");

  private final FunctionCode code;
  private final CodeTables tables;
  private final List<int[]> after = new ArrayList<>();
  private final boolean[] reached;
  private final boolean[] roots;
  private boolean complete = true;

  Edges(FunctionCode code, CodeTables tables) {
    this.code = code;
    this.tables = tables;
    this.reached = new boolean[code.size()];
    this.roots = new boolean[code.size()];
    for (int i = 0; i < code.size(); i++) {
      after.add(after(i));
    }
    if (code.size() > 0) {
      reach(0);
    }
    fixups();
    for (int i = 0; i < code.size(); i++) {
      // Fix-ups of exceptions and unknown jumps lead to what nothing else leads to; padding is only
      // ever run over, never to.
      if (!reached[i] && !padding(i)) {
        roots[i] = true;
        reach(i);
      }
    }
  }

  /// Where a fault goes on control comes to with what was there before the instruction, or with
  /// what the handler left: whatever else leads there, not all is seen.
  private void fixups() {
    for (int i = 0; i < code.size(); i++) {
      OptionalLong to = tables.fixup(code.instruction(i).address());
      int target = to.isPresent() ? code.indexAt(to.getAsLong()) : FunctionCode.NONE;
      if (target != FunctionCode.NONE) {
        roots[target] = true;
      }
    }
  }

  private int[] after(int i) {
    Instruction insn = code.instruction(i);
    int[] next = new int[2];
    int count = 0;
    if (goesOn(insn) && i + 1 < code.size() && code.instruction(i + 1).address() == insn.end()) {
      next[count++] = i + 1;
    }
    if (insn.flow() == Flow.JUMP || insn.flow() == Flow.BRANCH) {
      if (!insn.hasTarget()) {
        return table(insn);
      }
      int target = code.indexAt(insn.target());
      if (target != FunctionCode.NONE) {
        next[count++] = target;
      }
    }
    return Arrays.copyOf(next, count);
  }

  private boolean goesOn(Instruction insn) {
    if (insn.flow() == Flow.CALL && insn.hasTarget()) {
      return !ENDLESS.contains(code.name(insn.target()));
    }
    if (insn.flow() == Flow.TRAP) {
      return !insn.mnemonic().equals("int3") && !tables.endless(insn.address());
    }
    return insn.flow().fallsThrough();
  }

  /// `jmp *table(,%rax,8)`: the entries are targets as long as they lie in the function.
  private int[] table(Instruction jump) {
    Operand at = jump.operand(0);
    int[] targets = new int[MAX_TABLE];
    int count = 0;
    if (at.isMemory() && at.base() == Operand.NO_REGISTER && at.scale() == Long.BYTES) {
      while (count < MAX_TABLE) {
        OptionalLong word = tables.word(at.displacement() + (long) count * Long.BYTES);
        int target = word.isEmpty() ? FunctionCode.NONE : code.indexAt(word.getAsLong());
        if (target == FunctionCode.NONE) {
          break;
        }
        targets[count++] = target;
      }
    }
    complete &= count > 0;
    return Arrays.stream(targets, 0, count).distinct().toArray();
  }

  private boolean padding(int i) {
    String name = code.instruction(i).mnemonic();
    return name.equals("int3") || name.equals("nop");
  }

  private void reach(int from) {
    ArrayDeque<Integer> left = new ArrayDeque<>();
    reached[from] = true;
    left.add(from);
    while (!left.isEmpty()) {
      for (int next : after.get(left.remove())) {
        if (!reached[next]) {
          reached[next] = true;
          left.add(next);
        }
      }
    }
  }

  int[][] before() {
    int[] counts = new int[code.size()];
    for (int i = 0; i < code.size(); i++) {
      for (int next : after.get(i)) {
        counts[next] += reached[i] ? 1 : 0;
      }
    }
    int[][] before = new int[code.size()][];
    for (int i = 0; i < counts.length; i++) {
      before[i] = new int[counts[i]];
    }
    for (int i = 0; i < code.size(); i++) {
      for (int next : after.get(i)) {
        if (reached[i]) {
          before[next][--counts[next]] = i;
        }
      }
    }
    return before;
  }

  int[][] after() {
    return after.toArray(int[][]::new);
  }

  boolean[] reached() {
    return reached;
  }

  boolean[] roots() {
    return roots;
  }

  boolean complete() {
    return complete;
  }
}
