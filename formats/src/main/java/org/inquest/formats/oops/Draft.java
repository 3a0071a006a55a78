package org.inquest.formats.oops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.inquest.formats.oops.LogEvent.Complaint;
import org.inquest.formats.oops.LogEvent.TrapReport;
import org.jspecify.annotations.Nullable;

/// A report that is still being written: an event of one line, a report with a body, or an oops,
/// which begins with up to three lines in an order that differs by kernel and cause.
final class Draft {
  final BodyReader body = new BodyReader();
  final @Nullable LogEvent single;
  @Nullable Complaint complaint;
  String said = "";

  /// What a checker's report says below its first line.
  final List<LogLine> details = new ArrayList<>();

  private final @Nullable Function<Draft, LogEvent> maker;
  private final @Nullable TrapHead head;

  private Draft(
      @Nullable LogEvent single,
      @Nullable Function<Draft, LogEvent> maker,
      @Nullable TrapHead head) {
    this.single = single;
    this.maker = maker;
    this.head = head;
  }

  static Draft line(LogEvent event) {
    return new Draft(event, null, null);
  }

  static Draft report(Function<Draft, LogEvent> maker) {
    return new Draft(null, maker, null);
  }

  static Draft trap(TrapHead head) {
    return new Draft(null, null, head);
  }

  /// Joins the lines that begin one oops: "kernel tried to execute NX-protected page", "BUG: unable
  /// to handle page fault", "Oops: 0011 [#1]"; "kernel BUG at", "invalid opcode: 0000 [#1]".
  boolean absorb(Draft next) {
    return head != null && next.head != null && head.absorb(next.head);
  }

  /// The event with everything heard so far.
  LogEvent finish() {
    if (single instanceof Complaint found) {
      return new Complaint(found.line(), found.kind(), details);
    }
    if (single != null) {
      return single;
    }
    if (maker != null) {
      return maker.apply(this);
    }
    TrapHead trap = head == null ? new TrapHead(new LogLine(-1, 0, "")) : head;
    ReportBody content = body.finish();
    OptionalLong address = trap.address;
    if (address.isEmpty()
        && trap.trap == Trap.PAGE_FAULT
        && content.registers().containsKey("cr2")) {
      address = OptionalLong.of(content.registers().get("cr2"));
    }
    return new TrapReport(
        trap.line,
        trap.trap,
        address,
        trap.errorCode < 0 ? OptionalInt.empty() : OptionalInt.of(trap.errorCode),
        trap.number,
        trap.place,
        Optional.ofNullable(complaint),
        trap.noExecute,
        content);
  }
}
