package org.inquest.diagnose.rules.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.fault.FaultVerdicts;
import org.inquest.diagnose.fault.Warnings;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.LogEvent.Warning;
import org.inquest.kernel.panic.Ending;

/// Kernel code found something wrong and said so with `WARN()`.
///
/// How it shows: `WARNING: ... at FILE:LINE` in the log. The machine goes on, unless
/// `panic_on_warn` is set: then the last warning is why it died.
///
/// What to do: read the condition at that line. Warnings about reference counts are told by
/// `memory.use-after-free`, those about lists by `memory.list-corruption`.
///
/// Reference: kernel/panic.c, `__warn()`.
public final class KernelWarningRule implements Rule {
  /// Of warnings that did not end the machine, these many are worth a line.
  private static final int MAX_CONTEXT = 3;

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "fault.kernel-warning", "WARN()", "warnings of the kernel, and panic_on_warn");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    List<Warning> warnings = new ArrayList<>();
    for (LogEvent event : facts.events()) {
      if (event instanceof Warning warning
          && !Warnings.aboutReferences(warning)
          && !Warnings.aboutLists(warning)) {
        warnings.add(warning);
      }
    }
    Optional<Warning> fatal = Warnings.fatal(facts);
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = warnings.size() - 1; i >= 0 && verdicts.size() < MAX_CONTEXT; i--) {
      Warning warning = warnings.get(i);
      verdicts.add(tell(warning, fatal.equals(Optional.of(warning))));
    }
    if (verdicts.isEmpty() && fatal.isEmpty() && ended(facts) && !toldElsewhere(facts)) {
      return List.of(
          new Verdict.NotApplicable("the warning that ended the kernel is not in its log"));
    }
    return verdicts.isEmpty() ? List.of(FaultVerdicts.nothing(facts)) : verdicts;
  }

  /// Checkers panic for `panic_on_warn` without a warning: "KASAN: panic_on_warn set ...". They
  /// have rules of their own.
  private static boolean toldElsewhere(CrashFacts facts) {
    return facts.events().stream()
        .anyMatch(e -> e instanceof LogEvent.AtomicSleep || e instanceof LogEvent.Complaint);
  }

  private static boolean ended(CrashFacts facts) {
    return facts.ending().map(e -> e.kind() == Ending.Kind.WARNING).orElse(false);
  }

  private static Verdict.Found tell(Warning warning, boolean fatal) {
    String message = warning.message().isEmpty() ? "" : ": " + warning.message();
    return new Verdict.Found(
        fatal ? Role.CAUSE : Role.CONTEXT,
        (fatal ? "A warning ended the kernel, for panic_on_warn is set: " : "The kernel warned: ")
            + Warnings.place(warning)
            + message
            + Warnings.where(warning),
        Confidence.CERTAIN,
        fatal ? "the panic says so, and this is the last warning before it" : "the log has it",
        Warnings.evidence(warning),
        List.of(),
        List.of("read the condition at " + warning.place()),
        Warnings.subjects(warning));
  }
}
