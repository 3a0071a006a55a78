package org.inquest.formats.oops.kind;

import java.util.List;
import org.inquest.formats.oops.kind.Kind.Frames;

/// Tasks that wait for too long: kernel/hung_task.c.
final class HungTaskKinds {
  private static final Frames WAITER = Frames.TRACE;

  static final List<Kind> ROWS =
      List.of(
          Kind.of("INFO: task ", "INFO: task .* blocked (?:in I/O wait )?for more than", "HANG")
              .form("", WAITER, "HANG", "INFO: task hung in {F}", "hang in {F}"),
          Kind.of("INFO: task ", "INFO: task .* can't die for more than", "HANG")
              .form("", WAITER, "HANG", "INFO: task can't die in {F}", "hang in {F}"));

  private HungTaskKinds() {}
}
