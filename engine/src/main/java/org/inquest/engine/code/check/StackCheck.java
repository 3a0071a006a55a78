package org.inquest.engine.code.check;

import java.util.ArrayList;
import java.util.List;
import org.inquest.engine.code.check.CodeFinding.Confidence;
import org.inquest.engine.code.check.CodeFinding.Step;
import org.inquest.engine.code.check.StackDepths.Chain;
import org.inquest.engine.code.check.StackDepths.Link;

/// The chains of calls that take the most stack. A task of x86-64 has 16 KiB (`THREAD_SIZE`,
/// arch/x86/include/asm/page_64_types.h), less on its way: what an overflow hits is a guard page at
/// best.
///
/// How the sums are made, and what is not in them, says [StackDepths]. The code does take that much
/// if it takes this way; whether the conditions on it can all hold at once is not looked at, so a
/// chain with functions that call each other, or that takes more than can be seen, is only likely.
public final class StackCheck implements CodeCheck {
  private static final int SHOWN = 20;

  /// The check keeps nothing.
  public StackCheck() {}

  @Override
  public String name() {
    return "stack";
  }

  @Override
  public String summary() {
    return "the chains of calls that take the most stack";
  }

  @Override
  public List<CodeFinding> run(Program program) {
    return findings(program, StackDepths.of(program).deepest(SHOWN));
  }

  /// Chains as findings, the deepest first.
  public static List<CodeFinding> findings(Program program, List<Chain> chains) {
    List<CodeFinding> found = new ArrayList<>();
    for (Chain chain : chains) {
      found.add(finding(program, chain));
    }
    return found;
  }

  private static CodeFinding finding(Program program, Chain chain) {
    Link first = chain.links().getFirst();
    Link last = chain.links().getLast();
    StringBuilder claim = new StringBuilder();
    claim.append(chain.bytes()).append(" bytes of stack");
    if (chain.links().size() > 1) {
      claim
          .append(" over ")
          .append(chain.links().size())
          .append(" functions, down to ")
          .append(program.graph().name(last.function()));
    }
    if (chain.recursive()) {
      claim.append("; functions on it call each other, which was counted once");
    }
    if (chain.dynamic()) {
      claim.append("; more is taken as it runs (alloca)");
    }
    Confidence confidence =
        chain.recursive() || chain.dynamic() ? Confidence.LIKELY : Confidence.HIGH;
    List<Step> steps = new ArrayList<>();
    for (Link link : chain.links()) {
      String name = program.graph().name(link.function());
      String what =
          link.site() == 0
              ? name + " takes " + link.bytes()
              : link.bytes() + " in use: " + program.print(link.site());
      long at = link.site() == 0 ? program.graph().start(link.function()) : link.site();
      steps.add(new Step(at, what));
    }
    return new CodeFinding(
        program.graph().name(first.function()),
        program.graph().start(first.function()),
        confidence,
        claim.toString(),
        steps);
  }
}
