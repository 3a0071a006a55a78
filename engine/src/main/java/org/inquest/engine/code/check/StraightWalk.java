package org.inquest.engine.code.check;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.graph.CodeGraph;

/// Goes through a function from its first byte to its last, with the constants that each
/// instruction finds in its registers.
final class StraightWalk {
  /// Asked at each instruction, before it is executed.
  interface Visitor {
    void at(Instruction insn, Constants constants);
  }

  private StraightWalk() {}

  static void walk(Program program, int function, Visitor visitor) {
    long from = program.graph().start(function);
    long to = program.graph().end(function);
    Instruction insn = program.text().decoder().newInstruction();
    Set<Long> labels = labels(program, insn, from, to);
    Constants constants = new Constants(program);
    long at = from;
    while (Long.compareUnsigned(at, to) < 0) {
      if (labels.contains(at)) {
        constants.forget();
      }
      if (program.text().decode(at, insn) == 0) {
        if (insn.flow() == Flow.TRUNCATED) {
          return;
        }
        constants.forget();
        at += program.text().decoder().alignment();
        continue;
      }
      visitor.at(insn, constants);
      constants.step(insn);
      if (!insn.flow().fallsThrough()) {
        constants.forget();
      }
      at = insn.end();
    }
  }

  /// The function that walks go through, and its parts elsewhere (`foo.cold`).
  static int[] parts(CodeGraph graph, int function) {
    int[] parts = {function};
    for (int e = graph.firstOut(function); e < graph.endOut(function); e++) {
      // Parts keep no edges of their own: their edges have sites outside of the whole.
      long site = graph.site(e);
      int part = graph.indexAt(site);
      if (part != function && part != CodeGraph.NONE && !contains(parts, part)) {
        parts = Arrays.copyOf(parts, parts.length + 1);
        parts[parts.length - 1] = part;
      }
    }
    return parts;
  }

  private static boolean contains(int[] parts, int part) {
    for (int p : parts) {
      if (p == part) {
        return true;
      }
    }
    return false;
  }

  private static Set<Long> labels(Program program, Instruction insn, long from, long to) {
    Set<Long> labels = new HashSet<>();
    for (long at = from; Long.compareUnsigned(at, to) < 0; ) {
      if (program.text().decode(at, insn) == 0) {
        if (insn.flow() == Flow.TRUNCATED) {
          break;
        }
        at += program.text().decoder().alignment();
        continue;
      }
      if ((insn.flow() == Flow.JUMP || insn.flow() == Flow.BRANCH) && insn.hasTarget()) {
        labels.add(insn.target());
      }
      at = insn.end();
    }
    return labels;
  }
}
