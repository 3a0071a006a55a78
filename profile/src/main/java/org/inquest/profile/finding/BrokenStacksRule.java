package org.inquest.profile.finding;

import java.util.List;
import java.util.Set;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;

/// Call chains by frame pointers end early in code that was built without them, which most
/// distributions' is.
///
/// **What it means.** Call trees of programs show pieces; what is said above of callers and of work
/// with what it calls is too little.
///
/// **What to do.** `--call-graph dwarf`, or programs built with `-fno-omit-frame-pointer`.
///
/// **Reference.** docs/profiling.md.
public final class BrokenStacksRule implements ProfileRule {
  private static final double LEAST = 0.25;

  /// For the scan.
  public BrokenStacksRule() {}

  /// Whether so many call chains of programs are broken that what they say of callers is too
  /// little.
  static boolean broken(ProfileFacts facts) {
    return facts.hasChains()
        && facts.userChains() >= Dominance.FEWEST
        && share(facts).low() >= LEAST;
  }

  private static Share share(ProfileFacts facts) {
    return new Share(facts.brokenChains(), facts.userChains());
  }

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "recording.broken-stacks",
        "Broken call chains",
        "whether call chains of programs reach the beginning of their threads");
  }

  @Override
  public boolean ofWork() {
    return false;
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    if (!facts.hasChains()) {
      return Judgement.blind("no call chains were recorded: -g, or --call-graph dwarf");
    }
    if (facts.userChains() < Dominance.FEWEST) {
      return Judgement.blind(
          "only " + facts.userChains() + " samples of programs have call chains");
    }
    Share share = share(facts);
    if (share.low() < LEAST) {
      return Judgement.clear();
    }
    return Judgement.found(
        new Verdict.Found(
            Role.CONTEXT,
            "Call chains of programs end early: "
                + share
                + " of them do not reach the beginning of"
                + " their thread",
            Confidence.LIKELY,
            "none of a thread's usual first functions (main, _start, start_thread) is in them",
            List.of(new Evidence.Note(share.counted() + " with a call chain of a program")),
            List.of("first functions without names look the same"),
            List.of("record with --call-graph dwarf, or build with -fno-omit-frame-pointer"),
            Set.of()),
        share.value());
  }
}
