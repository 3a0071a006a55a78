package org.inquest.diagnose.rules.panic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.engine.target.Target;
import org.inquest.formats.oops.report.Taint;
import org.inquest.kernel.panic.PanicState;

/// Why the kernel calls itself tainted: what its developers want to know first about a report.
///
/// Reference: Documentation/admin-guide/tainted-kernels.rst.
public final class TaintRule implements Rule {
  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "panic.taint", "Tainted kernel", "foreign modules, earlier oopses, warnings");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    Optional<Target> target = facts.target();
    OptionalLong mask =
        target.isEmpty() ? OptionalLong.empty() : new PanicState(target.get()).taint();
    if (target.isEmpty() || mask.isEmpty()) {
      return List.of(new Verdict.NotApplicable("tainted_mask can't be read"));
    }
    List<Taint> taints = Taint.of(mask.getAsLong());
    if (taints.isEmpty()) {
      return List.of(new Verdict.Clear());
    }
    return List.of(
        new Verdict.Found(
            Role.CONTEXT,
            "The kernel is tainted: " + words(taints),
            Confidence.CERTAIN,
            "read from tainted_mask",
            List.of(
                new Evidence.Value(
                    target.get().symbols().address("tainted_mask"),
                    "tainted_mask",
                    "0x" + Long.toHexString(mask.getAsLong()),
                    letters(taints))),
            List.of(),
            List.of(),
            Set.of()));
  }

  private static String words(List<Taint> taints) {
    List<String> words = new ArrayList<>();
    for (Taint taint : taints) {
      words.add(taint.words() + " (" + taint.letter() + ")");
    }
    return String.join(", ", words);
  }

  private static String letters(List<Taint> taints) {
    StringBuilder letters = new StringBuilder();
    for (Taint taint : taints) {
      letters.append(taint.letter());
    }
    return letters.toString();
  }
}
