package org.inquest.diagnose.facts;

import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.wait.WaitGraph;
import org.inquest.engine.target.Target;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.report.LogReport;
import org.inquest.kernel.logged.LoggedKernel;
import org.inquest.kernel.panic.Ending;
import org.inquest.kernel.printk.KernelLog;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;

/// What is known of one crash, whatever brought it: a dump, or a console log alone. Each part is
/// computed when first asked for and kept; a part that the input can't give is empty, and a rule
/// that needs it answers [org.inquest.diagnose.verdict.Verdict.NotApplicable].
public interface CrashFacts {

  /// The opened dump; empty where there is only a log.
  Optional<Target> target();

  /// All tasks.
  Optional<Tasks> tasks();

  /// The tasks' kernel stacks and the CPUs' registers.
  Optional<TaskStacks> stacks();

  /// The CPUs, their run queues, and who waited for them.
  default Optional<SchedulerFacts> scheduler() {
    return Optional.empty();
  }

  /// Who waits for whom.
  default Optional<WaitGraph> waits() {
    return Optional.empty();
  }

  /// The kernel log's records.
  default Optional<KernelLog> log() {
    return Optional.empty();
  }

  /// What the log reports, in its order; empty where there is no log or it reports nothing.
  default List<LogEvent> events() {
    return List.of();
  }

  /// Reports of a console log that none of the [#events] tells in full; empty for a dump, whose
  /// log's records are read as events only.
  default List<LogReport> unread() {
    return List.of();
  }

  /// Reports of a console log that followed on a failure which the kernel was told to have.
  default List<LogReport> injected() {
    return List.of();
  }

  /// Files of the kernel, where there is no dump and somebody has them.
  default Optional<LoggedKernel> files() {
    return Optional.empty();
  }

  /// What ended the kernel's life.
  default Optional<Ending> ending() {
    return Optional.empty();
  }

  /// The exceptions that the kernel could not handle, oldest first.
  default List<Fault> faults() {
    return List.of();
  }

  /// What could not be seen so far, a sentence each.
  List<String> gaps();
}
