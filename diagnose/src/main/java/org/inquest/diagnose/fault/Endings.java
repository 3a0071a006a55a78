package org.inquest.diagnose.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Registers;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.ReportBody;
import org.inquest.formats.oops.TraceLine;
import org.inquest.kernel.panic.Ending;
import org.inquest.kernel.panic.PanicState;
import org.inquest.kernel.task.Task;

/// The kernel's ending in sentences and evidence.
public final class Endings {
  /// What to do about an ending that is not the reason.
  public static final String LOOK_BEHIND =
      "look at the other findings: which tasks wait, and what the CPUs were doing";

  private static final int MAX_FRAMES = 14;

  /// Newer kernels have `vpanic` below `panic`; NMIs come by `nmi_panic`.
  private static final List<String> PANIC = List.of("panic", "vpanic", "nmi_panic");

  private Endings() {}

  /// Who asked for the dump, if that is how it came about: "an NMI that ...". Whoever finds no
  /// other reason may then say that the machine was healthy.
  public static Optional<String> requestedBy(CrashFacts facts) {
    return facts.ending().filter(e -> e.kind().requested()).map(e -> e.kind().words());
  }

  /// ` ("hung_task: blocked tasks")`; empty where the log has no panic.
  public static String quoted(Ending ending) {
    return ending.panic().map(p -> " (\"" + p.reason() + "\")").orElse("");
  }

  /// ` by f() of module m`: who called panic(); empty where neither the stack nor the log tells.
  public static String caller(CrashFacts facts, Ending ending) {
    Optional<Task> task = facts.tasks().flatMap(t -> t.currentOf(ending.cpu()));
    Optional<Target> target = facts.target();
    if (task.isPresent() && target.isPresent() && facts.stacks().isPresent()) {
      boolean inside = false;
      for (Frame frame : facts.stacks().get().of(task.get()).frames()) {
        Optional<Symbol> symbol = target.get().symbols().at(frame.lookupPc());
        String name = symbol.map(Symbol::name).orElse("");
        if (PANIC.contains(name)) {
          inside = true;
        } else if (inside && symbol.isPresent() && !frame.guess()) {
          return named(name, symbol.get().module());
        }
      }
    }
    return ending.panic().map(p -> logged(p.body())).orElse("");
  }

  private static String logged(ReportBody body) {
    boolean inside = false;
    for (TraceLine line : body.trace()) {
      if (PANIC.contains(line.place().function())) {
        inside = true;
      } else if (inside && !line.guess() && !line.place().function().isEmpty()) {
        return named(line.place().function(), line.place().module());
      }
    }
    return "";
  }

  private static String named(String function, String module) {
    int dot = function.indexOf('.');
    String plain = dot <= 0 ? function : function.substring(0, dot);
    return " by " + plain + "()" + (module.isEmpty() ? "" : " of module " + module);
  }

  /// The panic's line, requests before it, and the panicking CPU's stack.
  public static List<Evidence> evidence(CrashFacts facts, Ending ending) {
    List<Evidence> evidence = new ArrayList<>();
    for (LogEvent event : facts.events()) {
      boolean request = event instanceof LogEvent.Request && ending.kind().requested();
      if (request || ending.panic().equals(Optional.of(event))) {
        evidence.add(new Evidence.LogLine(event.line().seconds(), event.line().text()));
      }
    }
    stack(facts, ending).ifPresent(evidence::add);
    facts.target().ifPresent(target -> variables(target, ending, evidence));
    if (evidence.isEmpty()) {
      evidence.add(
          new Evidence.Note(
              ending.cpu() < 0
                  ? "panic_cpu and crashing_cpu are unset, and the log has no panic"
                  : "panic_cpu is " + ending.cpu()));
    }
    return evidence;
  }

  /// Which CPU, and the setting that makes a watchdog panic.
  private static void variables(Target target, Ending ending, List<Evidence> evidence) {
    value(target, "panic_cpu", "the CPU that panicked").ifPresent(evidence::add);
    String setting =
        switch (ending.kind()) {
          case HUNG_TASK -> "sysctl_hung_task_panic";
          case SOFT_LOCKUP -> "softlockup_panic";
          case HARD_LOCKUP -> "hardlockup_panic";
          case RCU_STALL -> "sysctl_panic_on_rcu_stall";
          case UNKNOWN_NMI -> "panic_on_unrecovered_nmi";
          default -> "";
        };
    if (!setting.isEmpty()) {
      value(target, setting, "the setting that asks for a panic").ifPresent(evidence::add);
    }
  }

  /// An `int` that is set.
  private static Optional<Evidence> value(Target target, String name, String meaning) {
    OptionalLong at = target.symbols().findAddress(name);
    OptionalInt value = new PanicState(target).setting(name);
    return at.isEmpty() || value.isEmpty() || value.getAsInt() == 0 && !name.equals("panic_cpu")
        ? Optional.empty()
        : Optional.of(
            new Evidence.Value(at.getAsLong(), name, Integer.toString(value.getAsInt()), meaning));
  }

  private static Optional<Evidence> stack(CrashFacts facts, Ending ending) {
    Optional<Task> task = facts.tasks().flatMap(t -> t.currentOf(ending.cpu()));
    Optional<Target> target = facts.target();
    if (task.isEmpty() || target.isEmpty() || facts.stacks().isEmpty()) {
      return Optional.empty();
    }
    List<FrameLine> lines = new ArrayList<>();
    for (Frame frame : facts.stacks().get().of(task.get()).frames()) {
      boolean user = frame.registers().map(Registers::user).orElse(false);
      if (user || lines.size() >= MAX_FRAMES) {
        break;
      }
      lines.add(FrameLine.of(frame, target.get().symbols()));
    }
    String title = "CPU " + ending.cpu() + ", " + who(task.get());
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(new Evidence.Frames(title, lines, "the CPU that panicked"));
  }

  private static String who(Task task) {
    return task.idle() ? "idle" : task.title();
  }
}
