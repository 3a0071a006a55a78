package org.inquest.diagnose.facts;

import java.util.List;
import java.util.Optional;
import org.inquest.engine.target.Target;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.LogEventReader;
import org.inquest.formats.oops.LogLine;
import org.inquest.formats.oops.TaskLine;
import org.inquest.kernel.panic.Ending;
import org.inquest.kernel.printk.KernelLog;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;

/// The facts of a console log alone: no memory, no tasks, but every report that the kernel printed.
public final class LogFacts implements CrashFacts {
  private final List<LogEvent> events;
  private final Optional<Ending> ending;
  private final List<Fault> faults;

  /// @param lines as the console printed them, with or without prefixes
  public LogFacts(List<String> lines) {
    LogEventReader reader = new LogEventReader();
    for (String line : lines) {
      reader.accept(LogLine.parse(line));
    }
    this.events = reader.events();
    this.ending = end(events);
    this.faults = new FaultFinder(this).find();
  }

  /// A log without a panic may end anywhere: only a panic or an oops ends a kernel for sure.
  private static Optional<Ending> end(List<LogEvent> events) {
    int cpu = -1;
    boolean ended = false;
    for (LogEvent event : events) {
      switch (event) {
        case LogEvent.Panic panic -> {
          cpu = panic.body().task().map(TaskLine::cpu).orElse(cpu);
          ended = true;
        }
        case LogEvent.TrapReport trap -> {
          cpu = trap.body().task().map(TaskLine::cpu).orElse(cpu);
          ended = true;
        }
        default -> {}
      }
    }
    return ended ? Optional.of(Ending.of(Math.max(cpu, 0), List.of(), events)) : Optional.empty();
  }

  @Override
  public Optional<Target> target() {
    return Optional.empty();
  }

  @Override
  public Optional<Tasks> tasks() {
    return Optional.empty();
  }

  @Override
  public Optional<TaskStacks> stacks() {
    return Optional.empty();
  }

  /// Empty: the records of a dump are more than the lines of a console.
  @Override
  public Optional<KernelLog> log() {
    return Optional.empty();
  }

  @Override
  public List<LogEvent> events() {
    return events;
  }

  @Override
  public Optional<Ending> ending() {
    return ending;
  }

  @Override
  public List<Fault> faults() {
    return faults;
  }

  @Override
  public List<String> gaps() {
    return List.of();
  }
}
