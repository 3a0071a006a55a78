package org.inquest.diagnose.rules.fault;

import java.util.List;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.fault.FaultStory;
import org.inquest.diagnose.fault.FaultVerdicts;
import org.inquest.diagnose.fault.Nature;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.oops.LogEvent.TrapReport;

/// Kernel code found something that must not be and called `BUG()`.
///
/// How it shows: `kernel BUG at FILE:LINE!`, then an invalid opcode (`ud2`) at that place.
///
/// What to do: read the condition of the `BUG_ON()` in that line; the registers often still hold
/// what it compared.
///
/// Reference: include/asm-generic/bug.h, arch/x86/include/asm/bug.h.
public final class KernelBugRule implements Rule {
  @Override
  public RuleInfo info() {
    return new RuleInfo("fault.kernel-bug", "BUG()", "a check in the kernel that failed for good");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    return FaultVerdicts.of(facts, Nature.BUG, KernelBugRule::tell);
  }

  private static Verdict.Found tell(FaultStory story) {
    String line = story.fault().report().map(TrapReport::place).orElse("");
    String place = line.isEmpty() ? story.fault().at() : line;
    return story.found(
        "BUG(): "
            + story.placeAndCaller()
            + " found a condition that must not be"
            + (line.isEmpty() ? "" : " (" + line + ")")
            + story.where(),
        List.of(),
        List.of(),
        List.of("read the condition at " + place + " and compare it with the registers"));
  }
}
