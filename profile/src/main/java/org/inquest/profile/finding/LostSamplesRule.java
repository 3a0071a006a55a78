package org.inquest.profile.finding;

import java.util.List;
import java.util.Set;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;

/// Records found no room in the ring: the profile has holes, most where most happened.
///
/// **What to do.** A larger ring (`-m 1024`), a lower frequency, no call chains, a faster disk.
///
/// **Reference.** `PERF_RECORD_LOST` of include/uapi/linux/perf_event.h.
public final class LostSamplesRule implements ProfileRule {
  /// For the scan.
  public LostSamplesRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo("recording.lost", "Lost records", "whether the recorder lost records");
  }

  @Override
  public boolean ofWork() {
    return false;
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    if (facts.lost() == 0) {
      return Judgement.clear();
    }
    Share share = new Share(facts.lost(), facts.lost() + facts.samples());
    return Judgement.found(
        new Verdict.Found(
            Role.CONTEXT,
            facts.lost() + " records were lost while recording, at most " + share + " of all",
            Confidence.CERTAIN,
            "the kernel counted them",
            List.of(new Evidence.Note("LOST and LOST_SAMPLES records: " + facts.lost())),
            List.of(),
            List.of(
                "a larger ring (-m 1024), a lower -F, no call chains; shares above are of what was"
                    + " not lost"),
            Set.of()),
        share.value());
  }
}
