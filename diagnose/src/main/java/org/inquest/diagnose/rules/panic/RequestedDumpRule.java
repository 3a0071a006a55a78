package org.inquest.diagnose.rules.panic;

import java.util.List;
import java.util.Set;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.fault.Endings;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.kernel.panic.Ending;

/// Somebody outside took the dump: by an NMI, by sysrq, or by copying the memory of a virtual
/// machine. Then the panic says nothing of why the machine hung or crawled; the reason is behind
/// it, or there is none and the machine was healthy.
///
/// Reference: arch/x86/kernel/nmi.c `unknown_nmi_error()`, drivers/tty/sysrq.c.
public final class RequestedDumpRule implements Rule {
  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "panic.requested-dump", "Dump on request", "whether somebody asked for the dump");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    if (facts.ending().isEmpty()) {
      return List.of(new Verdict.NotApplicable("the kernel's panic state can't be read"));
    }
    Ending ending = facts.ending().get();
    if (!ending.kind().requested()) {
      return List.of(new Verdict.Clear());
    }
    return List.of(
        new Verdict.Found(
            Role.TRIGGER,
            claim(facts, ending),
            Confidence.CERTAIN,
            ending.kind() == Ending.Kind.NOT_PANICKED
                ? "no CPU has panicked and the log has no panic"
                : "the panic's message or the panicking CPU's stack says so",
            Endings.evidence(facts, ending),
            List.of(),
            List.of(Endings.LOOK_BEHIND),
            Set.of()));
  }

  private static String claim(CrashFacts facts, Ending ending) {
    return switch (ending.kind()) {
      case SYSRQ -> {
        String who =
            facts
                .tasks()
                .flatMap(t -> t.currentOf(ending.cpu()))
                .filter(t -> !t.idle())
                .map(t -> " by " + t.title())
                .orElse("");
        yield "The dump was asked for with sysrq" + who + " on CPU " + ending.cpu();
      }
      case NOT_PANICKED ->
          "The kernel did not panic: its memory was copied from outside while it ran";
      default ->
          "The panic is only the NMI that took the dump: it came to CPU "
              + ending.cpu()
              + ", and nothing in the machine claims it (an operator's button, a management"
              + " controller, a hypervisor's inject-nmi)";
    };
  }
}
