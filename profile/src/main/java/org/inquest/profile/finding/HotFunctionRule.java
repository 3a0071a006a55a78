package org.inquest.profile.finding;

import java.util.List;
import java.util.Set;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;

/// One function has a quarter of the samples or more.
///
/// **What to do.** Look at its instructions: `profile annotate`. The hottest one is near the one
/// that is slow, not always on it.
///
/// **Reference.** `docs/profiling.md`.
public final class HotFunctionRule implements ProfileRule {
  private static final double LEAST = 0.25;

  /// For the scan.
  public HotFunctionRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "work.hot-function", "One hot function", "whether one function dominates all others");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    List<GroupSamples.Part> functions = facts.functions();
    if (facts.busy() < Dominance.FEWEST || functions.isEmpty()) {
      return Judgement.blind("only " + facts.busy() + " samples are outside of the idle loop");
    }
    GroupSamples.Part most = functions.getFirst();
    Share share = facts.share(most.samples());
    if (share.low() < LEAST || most.function().name().isEmpty()) {
      return Judgement.clear();
    }
    String name = most.function().name();
    String others =
        functions.size() > 1
            ? "; the next is " + Dominance.part(facts, functions.get(1))
            : "; no other function has samples";
    return Judgement.found(
        new Verdict.Found(
            Role.CAUSE,
            name
                + " of "
                + most.function().binary().name()
                + ": "
                + share
                + " of the "
                + Dominance.unit(facts)
                + " in this one function",
            Confidence.CERTAIN,
            most.function().named()
                ? "counted by its symbol"
                : "counted by where its code begins and ends; its name was stripped",
            List.of(new Evidence.Note(share.counted() + others)),
            List.of(),
            List.of("its instructions and lines: profile annotate " + name),
            Set.of(new Subject.FunctionSubject(name))),
        share.value());
  }
}
