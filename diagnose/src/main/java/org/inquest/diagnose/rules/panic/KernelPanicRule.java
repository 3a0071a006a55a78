package org.inquest.diagnose.rules.panic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.Fault;
import org.inquest.diagnose.fault.Endings;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.kernel.panic.Ending;
import org.inquest.kernel.task.Task;

/// The kernel panicked: for a reason of its own, or because a watchdog that found something wrong
/// is set to panic.
///
/// How it shows: `Kernel panic - not syncing: ...`. A watchdog's panic (soft or hard lockup, hung
/// task, RCU stall, hardware watchdog) is not the reason: it says that something kept a CPU or a
/// task from going on, and another rule may say what. The death of init, a root file system that
/// can't be mounted, a machine check are reasons.
///
/// What to do: for watchdogs, look at the other findings. For the rest, the message names the
/// cause.
///
/// Reference: kernel/panic.c, and the caller of panic().
public final class KernelPanicRule implements Rule {
  @Override
  public RuleInfo info() {
    return new RuleInfo("panic.kernel-panic", "Kernel panic", "the panic that ended the kernel");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    if (facts.ending().isEmpty()) {
      return List.of(new Verdict.NotApplicable("the kernel's panic state can't be read"));
    }
    Ending ending = facts.ending().get();
    return switch (ending.kind()) {
      // Told by other rules.
      case OOPS, WARNING, OUT_OF_MEMORY, SYSRQ, UNKNOWN_NMI, NOT_PANICKED ->
          List.of(new Verdict.Clear());
      case WATCHDOG ->
          List.of(tell(facts, ending, Role.TRIGGER, watchdog(ending), Endings.LOOK_BEHIND));
      case HUNG_TASK, SOFT_LOCKUP, HARD_LOCKUP, RCU_STALL ->
          List.of(tell(facts, ending, Role.TRIGGER, detector(ending), Endings.LOOK_BEHIND));
      case INIT_KILLED -> List.of(init(facts, ending));
      case NO_INIT, NO_ROOT ->
          List.of(
              tell(facts, ending, Role.CAUSE, stop(ending), "see which device or file is missing"));
      case STACK_CORRUPTED ->
          List.of(
              tell(facts, ending, Role.CAUSE, stop(ending), "look for writes past local arrays"));
      case MACHINE_CHECK, HARDWARE_NMI ->
          List.of(
              tell(facts, ending, Role.CAUSE, stop(ending), "suspect the hardware: read its log"));
      case OTHER -> List.of(other(facts, ending));
    };
  }

  private static Verdict other(CrashFacts facts, Ending ending) {
    if (ending.panic().isPresent()) {
      String caller = Endings.caller(facts, ending);
      String claim =
          "The kernel panicked"
              + (caller.isEmpty() ? "" : ", called" + caller)
              + ": "
              + ending.panic().get().reason();
      return tell(facts, ending, Role.CAUSE, claim, "see why panic() was called there");
    }
    return tell(
        facts,
        ending,
        Role.TRIGGER,
        "The kernel panicked on CPU " + ending.cpu() + ", and what is in the dump does not say why",
        "look for the console's own log of this machine");
  }

  private static String watchdog(Ending ending) {
    String who =
        switch (ending.function()) {
          case "ipmi_nmi" -> "The IPMI watchdog's pre-timeout NMI";
          case "hpwdt_pretimeout" -> "The HP watchdog's pre-timeout NMI";
          default -> "A hardware watchdog's pre-timeout";
        };
    return who
        + " panicked the kernel on CPU "
        + ending.cpu()
        + ": whoever should reset the watchdog did not run in time. This is only what took the"
        + " dump; the reason is what kept that program from running";
  }

  private static String detector(Ending ending) {
    return "The kernel was ended by "
        + ending.kind().words()
        + Endings.quoted(ending)
        + ". This is only what took the dump";
  }

  private static String stop(Ending ending) {
    return "The kernel was ended by " + ending.kind().words() + Endings.quoted(ending);
  }

  /// A fault in a task kills it; if that is PID 1, the panic follows.
  private static Verdict init(CrashFacts facts, Ending ending) {
    Role role = Role.CAUSE;
    for (Fault fault : facts.faults()) {
      role = fault.pid() == 1 ? Role.TRIGGER : role;
    }
    String how = ending.panic().map(p -> ExitCode.words(p.reason())).orElse("");
    String claim = "init (PID 1) ended" + (how.isEmpty() ? "" : ": it " + how);
    return tell(
        facts,
        ending,
        role,
        claim + ", and the kernel can't live without it",
        "see what init printed last, and which file or library it lacked");
  }

  private static Verdict.Found tell(
      CrashFacts facts, Ending ending, Role role, String claim, String advice) {
    List<Evidence> evidence = new ArrayList<>(Endings.evidence(facts, ending));
    Set<Subject> subjects = new HashSet<>();
    facts
        .tasks()
        .flatMap(t -> t.currentOf(ending.cpu()))
        .filter(t -> role == Role.CAUSE)
        .map(KernelPanicRule::subject)
        .ifPresent(subjects::add);
    return new Verdict.Found(
        role,
        claim,
        Confidence.CERTAIN,
        "the panicking CPU's state and the log say so",
        evidence,
        List.of(),
        List.of(advice),
        subjects);
  }

  private static Subject subject(Task task) {
    return new Subject.TaskSubject(task.address(), task.pid());
  }
}
