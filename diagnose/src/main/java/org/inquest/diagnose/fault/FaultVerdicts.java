package org.inquest.diagnose.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.Fault;
import org.inquest.diagnose.verdict.Verdict;

/// Gives each rule the faults of its nature.
public final class FaultVerdicts {
  /// A machine that survives its oopses has many of the same.
  private static final int MAX_FINDINGS = 5;

  private FaultVerdicts() {}

  /// The verdicts of the rule for one nature.
  public static List<Verdict> of(
      CrashFacts facts, Nature nature, Function<FaultStory, Verdict.Found> tell) {
    List<Fault> faults = facts.faults();
    List<Verdict> verdicts = new ArrayList<>();
    for (Fault fault : faults) {
      if (verdicts.size() < MAX_FINDINGS && Nature.of(fault, facts) == nature) {
        verdicts.add(tell.apply(new FaultStory(fault, faults.getFirst(), facts)));
      }
    }
    return verdicts.isEmpty() ? List.of(nothing(facts)) : verdicts;
  }

  /// No fault is "clear" only if there was a log to see it in: an oops need not end the machine.
  public static Verdict nothing(CrashFacts facts) {
    return facts.target().isPresent() && facts.log().isEmpty()
        ? new Verdict.NotApplicable("the kernel log can't be read")
        : new Verdict.Clear();
  }
}
