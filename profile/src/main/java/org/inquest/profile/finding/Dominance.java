package org.inquest.profile.finding;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;

/// The question of most rules: do the functions of one kind of work take a large part of the
/// samples?
///
/// @param group the functions
/// @param work what they do, as the beginning of a sentence: `Page faults`
/// @param least the part that is worth telling, 0 to 1, by the lower end of the interval
/// @param alone whether only the functions themselves count, not what they call
/// @param advice what to do then
record Dominance(
    FunctionGroup group, String work, double least, boolean alone, List<String> advice) {
  /// Fewer samples say nothing.
  static final int FEWEST = 100;

  private static final int SHOWN = 5;
  private static final int SHOWN_CHAINS = 2;

  /// The part from which on most things are worth telling.
  static final double USUAL = 0.10;

  /// Functions with what they call, from the usual part on.
  Dominance(FunctionGroup group, String work, double least, List<String> advice) {
    this(group, work, least, false, advice);
  }

  List<Judgement> examine(ProfileFacts facts) {
    String blind = blind(facts);
    if (!blind.isEmpty()) {
      return Judgement.blind(blind);
    }
    GroupSamples samples = alone ? facts.alone(group) : facts.group(group);
    Share share = facts.share(samples.inclusive());
    if (share.low() >= least) {
      return Judgement.found(found(facts, samples, share), share.value());
    }
    Share nameless = facts.share(nameless(facts));
    return nameless.value() > 0 && share.high() + nameless.high() >= least
        ? Judgement.blind(
            nameless + " of the samples are in functions without names, which may be these")
        : Judgement.clear();
  }

  private String blind(ProfileFacts facts) {
    if (facts.busy() < FEWEST) {
      return "only " + facts.busy() + " samples are outside of the idle loop";
    }
    return switch (group.side()) {
      case KERNEL -> facts.kernelRecorded() ? "" : "the kernel's side was not recorded";
      case USER -> facts.userRecorded() ? "" : "the programs' side was not recorded";
      case BOTH -> "";
    };
  }

  /// Samples in functions that nothing names and that may be of the group.
  private long nameless(ProfileFacts facts) {
    return facts.functions().stream()
        .filter(p -> !p.function().named())
        .filter(p -> group.mayHave(p.function()))
        .mapToLong(GroupSamples.Part::samples)
        .sum();
  }

  private Verdict.Found found(ProfileFacts facts, GroupSamples samples, Share share) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        new Evidence.Note(
            share.counted()
                + " in "
                + samples.functions().stream()
                    .limit(SHOWN)
                    .map(p -> part(facts, p))
                    .collect(Collectors.joining(", "))));
    if (!alone && facts.hasChains()) {
      evidence.add(
          new Evidence.Note(
              "without what these call: "
                  + facts.alone(group).functions().stream()
                      .limit(SHOWN)
                      .map(p -> part(facts, p))
                      .collect(Collectors.joining(", "))));
    }
    samples.chains().stream().limit(SHOWN_CHAINS).forEach(c -> evidence.add(chain(facts, c)));
    return new Verdict.Found(
        Role.CAUSE,
        work + ": " + share + " of the " + unit(facts),
        alone || whole(facts) ? Confidence.CERTAIN : Confidence.LIKELY,
        how(facts),
        evidence,
        List.of(),
        advice,
        samples.functions().stream()
            .limit(SHOWN)
            .map(p -> (Subject) new Subject.FunctionSubject(p.function().name()))
            .collect(Collectors.toCollection(() -> new LinkedHashSet<>())));
  }

  /// Whether call chains tell all that the functions call.
  private boolean whole(ProfileFacts facts) {
    return facts.hasChains()
        && (group.side() == FunctionGroup.Side.KERNEL || !BrokenStacksRule.broken(facts));
  }

  private String how(ProfileFacts facts) {
    if (alone) {
      return "the functions have names; what they call is not counted";
    }
    if (whole(facts)) {
      return "the functions have names, and what they call is counted with them";
    }
    return facts.hasChains()
        ? "the functions have names; it may be more: of what they call, call chains that end early"
            + " hide a part"
        : "without call chains (-g) only the functions themselves are counted";
  }

  /// What shares are of.
  static String unit(ProfileFacts facts) {
    return facts.time() ? "time in which CPUs worked" : "samples of " + facts.event().name();
  }

  static String part(ProfileFacts facts, GroupSamples.Part part) {
    String name = part.function().name().isEmpty() ? "(no symbols)" : part.function().name();
    String binary = part.function().binary().name();
    // A function without a name is called by its binary and address; the kernel has brackets.
    String whose =
        !part.function().named() && !part.function().name().isEmpty()
            ? ""
            : binary.startsWith("[") ? " " + binary : " [" + binary + "]";
    return String.format(
        Locale.ROOT, "%s%s %.1f %%", name, whose, 100 * facts.share(part.samples()).value());
  }

  static Evidence chain(ProfileFacts facts, GroupSamples.Chain chain) {
    return new Evidence.Frames(
        "called by, in " + facts.share(chain.samples()),
        chain.functions().stream().map(FrameLine::calling).toList(),
        "");
  }
}
