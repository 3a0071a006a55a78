package org.inquest.diagnose.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.wait.WaitGraph;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.oops.LogEvent;
import org.inquest.kernel.panic.Ending;
import org.inquest.kernel.printk.KernelLog;
import org.inquest.kernel.printk.LogRecord;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;

/// The facts of an opened dump. Safe for use by several threads.
public final class DumpFacts implements CrashFacts {
  private final Target target;
  private final Part<Tasks> tasks;
  private final Part<TaskStacks> stacks;
  private final Part<SchedulerFacts> scheduler;
  private final Part<WaitGraph> waits;
  private final Part<KernelLog> log;
  private final Part<List<LogEvent>> events;
  private final Part<Ending> ending;
  private final Part<List<Fault>> faults;

  /// Facts of this dump; nothing is read yet.
  public DumpFacts(Target target) {
    this.target = target;
    this.tasks = new Part<>("tasks", () -> Tasks.read(target));
    this.stacks = new Part<>("stacks", () -> new TaskStacks(target, required(tasks)));
    this.scheduler =
        new Part<>(
            "scheduler",
            () -> new DumpScheduler(target, required(tasks), required(stacks), lastLogNs()));
    this.waits =
        new Part<>(
            "what tasks wait for", () -> WaitGraph.of(target, required(tasks), required(stacks)));
    this.log = new Part<>("kernel log", () -> KernelLog.read(target));
    this.events = new Part<>("reports in the log", () -> LogReports.read(log.get()));
    this.ending = new Part<>("the end of the kernel", () -> EndingFinder.find(this, target));
    this.faults = new Part<>("faults", () -> new FaultFinder(this).find());
  }

  /// When the last line was logged: later than any timer tick on a machine that takes none.
  private long lastLogNs() {
    List<LogRecord> records = log.get().map(KernelLog::records).orElse(List.of());
    return records.isEmpty() ? 0 : records.getLast().nanoseconds();
  }

  /// A part that another one needs; its error becomes the other's.
  private static <T> T required(Part<T> part) {
    return part.get().orElseThrow(() -> new Unsupported(part.gap()));
  }

  @Override
  public Optional<Target> target() {
    return Optional.of(target);
  }

  @Override
  public Optional<Tasks> tasks() {
    return tasks.get();
  }

  @Override
  public Optional<TaskStacks> stacks() {
    return stacks.get();
  }

  @Override
  public Optional<SchedulerFacts> scheduler() {
    return scheduler.get();
  }

  @Override
  public Optional<WaitGraph> waits() {
    return waits.get();
  }

  @Override
  public Optional<KernelLog> log() {
    return log.get();
  }

  @Override
  public List<LogEvent> events() {
    return events.get().orElse(List.of());
  }

  @Override
  public Optional<Ending> ending() {
    return ending.get();
  }

  @Override
  public List<Fault> faults() {
    return faults.get().orElse(List.of());
  }

  @Override
  public List<String> gaps() {
    List<String> gaps = new ArrayList<>(target.gaps());
    for (Part<?> part : List.of(tasks, stacks, scheduler, waits, log, events, ending, faults)) {
      if (!part.gap().isEmpty()) {
        gaps.add(part.gap());
      }
    }
    tasks.get().ifPresent(t -> gaps.addAll(t.gaps()));
    log.get().map(KernelLog::gap).filter(gap -> !gap.isEmpty()).ifPresent(gaps::add);
    return gaps;
  }
}
