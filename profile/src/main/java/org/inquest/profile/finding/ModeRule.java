package org.inquest.profile.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.perf.RecordMisc;

/// Whether programs, the kernel, a hypervisor or guests ran.
///
/// **What it means.** Much time in the kernel is asked for by programs: their calls say why.
///
/// **Reference.** `PERF_RECORD_MISC_CPUMODE_MASK` of include/uapi/linux/perf_event.h.
public final class ModeRule implements ProfileRule {
  /// For the scan.
  public ModeRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "cpus.modes", "Programs and kernel", "how the time is shared by programs and the kernel");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    if (facts.busy() < Dominance.FEWEST) {
      return Judgement.blind("only " + facts.busy() + " samples are outside of the idle loop");
    }
    if (!facts.kernelRecorded() || !facts.userRecorded()) {
      return Judgement.blind(
          "only the " + (facts.kernelRecorded() ? "kernel's" : "programs'") + " side was recorded");
    }
    Share user = facts.share(facts.inMode(RecordMisc.USER));
    Share kernel = facts.share(Math.max(0, facts.inMode(RecordMisc.KERNEL) - facts.idle()));
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence.Note("programs: " + user.counted()));
    evidence.add(new Evidence.Note("kernel, without the idle loop: " + kernel.counted()));
    other(facts, RecordMisc.HYPERVISOR, "hypervisor", evidence);
    other(facts, RecordMisc.GUEST_KERNEL, "guests' kernels", evidence);
    other(facts, RecordMisc.GUEST_USER, "guests' programs", evidence);
    return Judgement.found(
        new Verdict.Found(
            Role.CONTEXT,
            "Programs ran for "
                + user
                + ", the kernel for "
                + kernel
                + " of the "
                + Dominance.unit(facts),
            Confidence.CERTAIN,
            "each sample says in which mode the CPU was",
            evidence,
            List.of(),
            List.of(),
            Set.of()),
        // It is about all of them, and stands before the other notes.
        1);
  }

  private static void other(ProfileFacts facts, int mode, String whose, List<Evidence> to) {
    long samples = facts.inMode(mode);
    if (samples > 0) {
      to.add(new Evidence.Note(whose + ": " + facts.share(samples).counted()));
    }
  }
}
