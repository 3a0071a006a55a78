package org.inquest.profile.finding;

import java.util.List;
import java.util.Set;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.profile.model.Binary;

/// The kernel's functions have no names in this profile.
///
/// **What to do.** Read the profile as root, or with `sysctl kernel.kptr_restrict=0`; name the
/// vmlinux (`--vmlinux`) of a profile from another machine.
///
/// **Reference.** Documentation/admin-guide/sysctl/kernel.rst, `kptr_restrict`.
public final class HiddenKernelRule implements ProfileRule {
  private static final double LEAST = 0.01;

  /// For the scan.
  public HiddenKernelRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "recording.hidden-kernel",
        "Hidden kernel symbols",
        "whether functions of the kernel have names");
  }

  @Override
  public boolean ofWork() {
    return false;
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    if (!facts.kernelRecorded()) {
      return Judgement.blind("the kernel's side was not recorded");
    }
    long nameless =
        facts.functions().stream()
            .filter(p -> p.function().binary().kind() == Binary.Kind.KERNEL)
            .filter(p -> !p.function().named())
            .mapToLong(GroupSamples.Part::samples)
            .sum();
    Share share = facts.share(nameless);
    if (share.value() < LEAST) {
      return Judgement.clear();
    }
    return Judgement.found(
        new Verdict.Found(
            Role.CONTEXT,
            "Functions of the kernel have no names: " + share + " of the samples",
            Confidence.CERTAIN,
            "neither a list of symbols nor a vmlinux of this build could be read",
            List.of(new Evidence.Note(share.counted() + " in nameless code of the kernel")),
            List.of(),
            List.of(
                "read it as root, or with sysctl kernel.kptr_restrict=0; for another machine's"
                    + " kernel --vmlinux FILE"),
            Set.of()),
        share.value());
  }
}
