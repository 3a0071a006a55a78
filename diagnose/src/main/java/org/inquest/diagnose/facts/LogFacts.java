package org.inquest.diagnose.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.target.Target;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.LogEventReader;
import org.inquest.formats.oops.LogLine;
import org.inquest.formats.oops.TaskLine;
import org.inquest.formats.oops.report.ConsoleLine;
import org.inquest.formats.oops.report.LogReport;
import org.inquest.kernel.logged.LoggedKernel;
import org.inquest.kernel.panic.Ending;
import org.inquest.kernel.printk.KernelLog;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;

/// The facts of a console log alone: no memory, no tasks, but every report that the kernel printed.
public final class LogFacts implements CrashFacts {
  private final List<LogEvent> events;
  private final List<LogReport> unread;
  private final List<LogReport> injected;
  private final Optional<LoggedKernel> files;
  private final Optional<Ending> ending;
  private final List<Fault> faults;

  private LogFacts(
      List<LogEvent> events,
      List<LogReport> unread,
      List<LogReport> injected,
      Optional<LoggedKernel> files) {
    this.events = List.copyOf(events);
    this.unread = List.copyOf(unread);
    this.injected = injected;
    this.files = files;
    this.ending = end(events);
    this.faults = new FaultFinder(this).find();
  }

  /// Facts of lines as they are.
  ///
  /// @param lines as the console printed them, with or without prefixes
  public static LogFacts of(List<String> lines) {
    LogEventReader reader = new LogEventReader();
    lines.stream().map(LogLine::parse).forEach(reader::accept);
    return new LogFacts(reader.events(), List.of(), List.of(), Optional.empty());
  }

  /// Facts of a log whose reports are found already.
  ///
  /// @param reports in the log's order
  /// @param freed the line that says that init memory was given back
  /// @param files of the kernel, if any may be asked
  public static LogFacts of(
      List<LogReport> reports, Optional<ConsoleLine> freed, Optional<LoggedKernel> files) {
    List<LogEvent> events = new ArrayList<>();
    List<LogReport> unread = new ArrayList<>();
    boolean late = false;
    for (LogReport report : reports) {
      if (!late && freed.isPresent() && freed.get().number() < report.first().number()) {
        events.add(new LogEvent.InitFreed(freed.get().logLine()));
        late = true;
      }
      ReportEvents own = ReportEvents.of(report);
      events.addAll(own.events());
      if (!own.whole()) {
        unread.add(report);
      }
    }
    List<LogReport> injected = reports.stream().filter(r -> !r.injected().isEmpty()).toList();
    return new LogFacts(events, unread, injected, files);
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
  public List<LogReport> unread() {
    return unread;
  }

  @Override
  public List<LogReport> injected() {
    return injected;
  }

  @Override
  public Optional<LoggedKernel> files() {
    return files;
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
