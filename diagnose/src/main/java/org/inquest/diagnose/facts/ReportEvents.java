package org.inquest.diagnose.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.inquest.formats.oops.CodeBytes;
import org.inquest.formats.oops.CodeLine;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.LogEvent.Complaint;
import org.inquest.formats.oops.LogEvent.Lockup;
import org.inquest.formats.oops.LogEvent.TrapReport;
import org.inquest.formats.oops.LogEventReader;
import org.inquest.formats.oops.ReportBody;
import org.inquest.formats.oops.TaskLine;
import org.inquest.formats.oops.TraceLine;
import org.inquest.formats.oops.Trap;
import org.inquest.formats.oops.detail.MemoryAccess;
import org.inquest.formats.oops.detail.Stall;
import org.inquest.formats.oops.machine.CpuState;
import org.inquest.formats.oops.machine.Processor;
import org.inquest.formats.oops.report.ConsoleLine;
import org.inquest.formats.oops.report.LogReport;
import org.inquest.formats.oops.report.ReportHeader;
import org.inquest.formats.oops.report.ReportParts;
import org.inquest.formats.oops.report.ReportStack;

/// The events of one report that was cut out of a console log.
///
/// A dump's log is a live kernel's own, of x86-64 today, and its reader knows the words of that. A
/// console log may be of any machine and of any age: what its report says of the CPU is put into
/// the same event.
///
/// @param events in the report's order
/// @param whole whether they tell what the report says; else it is better read as it is: a
///   checker's object and stacks, who stalls
record ReportEvents(List<LogEvent> events, boolean whole) {

  static ReportEvents of(LogReport report) {
    LogEventReader reader = new LogEventReader();
    Stream.concat(report.before().stream(), report.lines().stream())
        .map(ConsoleLine::logLine)
        .forEach(reader::accept);
    List<LogEvent> events = new ArrayList<>(reader.events());
    ReportParts parts = ReportParts.of(report);
    boolean detailed =
        parts.detail(MemoryAccess.class).isPresent() || parts.detail(Stall.class).isPresent();
    if (detailed) {
      events.removeIf(e -> e instanceof Complaint || e instanceof Lockup);
    }
    trap(report, parts, events);
    return new ReportEvents(List.copyOf(events), !detailed && !events.isEmpty());
  }

  private static void trap(LogReport report, ReportParts parts, List<LogEvent> events) {
    if (parts.cpu().trap().isEmpty()) {
      return;
    }
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i) instanceof TrapReport trap) {
        if (lacks(trap, parts.cpu())) {
          events.set(i, filled(trap, parts));
        }
        return;
      }
    }
    events.addFirst(made(report, parts));
  }

  private static boolean lacks(TrapReport trap, CpuState cpu) {
    return trap.body().at().isEmpty()
        || trap.trap() == Trap.OTHER
        || cpu.processor() != Processor.X86_64;
  }

  private static TrapReport filled(TrapReport trap, ReportParts parts) {
    CpuState cpu = parts.cpu();
    return new TrapReport(
        trap.line(),
        trap.trap() == Trap.OTHER ? cpu.trap().orElse(Trap.OTHER) : trap.trap(),
        trap.address().isPresent() ? trap.address() : cpu.address(),
        trap.errorCode().isPresent() ? trap.errorCode() : code(cpu),
        Math.max(trap.number(), cpu.number()),
        trap.place(),
        trap.complaint(),
        trap.noExecute(),
        body(parts));
  }

  private static TrapReport made(LogReport report, ReportParts parts) {
    CpuState cpu = parts.cpu();
    return new TrapReport(
        report.first().logLine(),
        cpu.trap().orElseThrow(),
        cpu.address(),
        code(cpu),
        cpu.number(),
        "",
        Optional.empty(),
        report.noExecute(),
        body(parts));
  }

  private static OptionalInt code(CpuState cpu) {
    OptionalLong code = cpu.errorCode();
    return code.isPresent() ? OptionalInt.of((int) code.getAsLong()) : OptionalInt.empty();
  }

  private static ReportBody body(ReportParts parts) {
    ReportBody body = parts.body();
    CpuState cpu = parts.cpu();
    ReportHeader header = parts.header();
    Optional<TaskLine> task =
        header.pid() < 0
            ? body.task()
            : Optional.of(
                new TaskLine(
                    header.cpu(), header.pid(), header.comm(), header.taint(), header.release()));
    Optional<CodeBytes> code =
        cpu.code()
            .flatMap(line ->
                line instanceof CodeLine.Marked marked
                    ? Optional.of(marked.code())
                    : Optional.empty());
    List<TraceLine> trace =
        parts.stack(ReportStack.Role.TRACE).map(ReportStack::frames).orElse(List.of());
    return new ReportBody(
        task, cpu.at(), cpu.registers(), code, trace, body.modules(), body.lines());
  }
}
