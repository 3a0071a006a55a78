package org.inquest.profile.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;

/// One thread keeps a CPU busy nearly all the time, while others have nothing to do.
///
/// **What it means.** The work is serial: more CPUs make nothing faster, a faster one does.
///
/// **What to do.** Share the thread's work among several.
///
/// **Reference.** G. Amdahl, *Validity of the single processor approach*, 1967.
public final class SerialRule implements ProfileRule {
  private static final double SATURATED = 0.85;
  private static final double IDLE = 0.30;
  private static final double SHORTEST = 0.5;

  /// For the scan.
  public SerialRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "cpus.serial",
        "One busy thread",
        "whether one thread has a CPU for itself while other CPUs are idle");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    if (!facts.clock()) {
      return Judgement.blind(
          facts.event().name() + " does not say how long a thread ran: record -e cpu-clock");
    }
    if (facts.seconds() < SHORTEST || facts.threads().isEmpty()) {
      return Judgement.blind("the profile is shorter than half a second");
    }
    List<ThreadLoad> busy =
        facts.threads().stream().filter(t -> load(facts, t) >= SATURATED).toList();
    long cpus = Math.max(facts.machineCpus(), facts.cpus().size());
    Share idle = new Share(facts.idle(), facts.samples());
    boolean idleSeen = facts.wholeMachine() && idle.low() >= IDLE;
    if (busy.size() != 1 || cpus == 1 || facts.wholeMachine() && !idleSeen) {
      return Judgement.clear();
    }
    ThreadLoad thread = busy.getFirst();
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        new Evidence.Note(
            String.format(
                Locale.ROOT,
                "%s ran for %.1f of %.1f seconds, %s",
                thread,
                thread.period() / 1e9,
                facts.seconds(),
                facts.share(thread.samples()).counted())));
    if (idleSeen) {
      evidence.add(new Evidence.Note("idle loop: " + idle.counted()));
    }
    return Judgement.found(
        new Verdict.Found(
            idleSeen ? Role.CAUSE : Role.CONTEXT,
            String.format(
                Locale.ROOT,
                "One thread kept one CPU busy, %s: %.0f %% of the time, of %d CPUs",
                thread,
                100 * Math.min(1, load(facts, thread)),
                cpus),
            idleSeen ? Confidence.CERTAIN : Confidence.POSSIBLE,
            idleSeen
                ? "no other thread was nearly as busy, and CPUs were idle"
                : "other programs were not recorded: whether CPUs were idle is not known (-a)",
            evidence,
            List.of(),
            List.of("share its work among threads or processes; more CPUs do not help it as it is"),
            Set.of(new Subject.TaskSubject(0, thread.tid()))),
        facts.share(thread.samples()).value());
  }

  /// A part of a CPU, 0 to 1.
  private static double load(ProfileFacts facts, ThreadLoad thread) {
    return thread.period() / 1e9 / facts.seconds();
  }
}
