package org.inquest.diagnose.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.TaskLine;
import org.inquest.kernel.panic.Ending;
import org.inquest.kernel.panic.PanicState;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskStacks;

/// Puts together what tells how the kernel ended: its variables, the panicking CPU's stack, its
/// log.
final class EndingFinder {
  private EndingFinder() {}

  static Ending find(CrashFacts facts, Target target) {
    OptionalInt cpu = new PanicState(target).cpu();
    int where = cpu.isPresent() ? cpu.getAsInt() : logged(facts.events());
    return Ending.of(where, functions(facts, target, where), facts.events());
  }

  /// The CPU in the panic's own lines, where the variables are not in the dump.
  private static int logged(List<LogEvent> events) {
    for (LogEvent event : events) {
      if (event instanceof LogEvent.Panic panic) {
        return panic.body().task().map(TaskLine::cpu).orElse(-1);
      }
    }
    return -1;
  }

  /// What the panicking CPU did, up to the context that it interrupted.
  private static List<String> functions(CrashFacts facts, Target target, int cpu) {
    Optional<Task> task = facts.tasks().flatMap(t -> t.currentOf(cpu));
    Optional<TaskStacks> stacks = facts.stacks();
    List<String> names = new ArrayList<>();
    if (task.isPresent() && stacks.isPresent()) {
      for (Frame frame : stacks.get().of(task.get()).frames()) {
        if (frame.origin() == Frame.Origin.EXCEPTION) {
          break;
        }
        target.symbols().nameAt(frame.lookupPc()).ifPresent(names::add);
      }
    }
    return names;
  }
}
