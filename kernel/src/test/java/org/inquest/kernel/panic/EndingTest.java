package org.inquest.kernel.panic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.LogEventReader;
import org.inquest.formats.oops.LogLine;
import org.inquest.formats.oops.report.Taint;
import org.inquest.kernel.panic.Ending.Kind;
import org.junit.jupiter.api.Test;

class EndingTest {
  private static List<LogEvent> log(String... lines) {
    LogEventReader reader = new LogEventReader();
    for (String line : lines) {
      reader.accept(LogLine.parse(line));
    }
    return reader.events();
  }

  private static Kind of(String reason) {
    return Ending.of(0, List.of(), log("Kernel panic - not syncing: " + reason)).kind();
  }

  @Test
  void panicMessagesTellTheKind() {
    assertEquals(Kind.UNKNOWN_NMI, of("NMI: Not continuing"));
    assertEquals(Kind.SYSRQ, of("sysrq triggered crash"));
    assertEquals(Kind.WATCHDOG, of("pre-timeout"));
    assertEquals(Kind.INIT_KILLED, of("Attempted to kill init! exitcode=0x00000300"));
    assertEquals(Kind.OUT_OF_MEMORY, of("Out of memory: system-wide panic_on_oom is enabled"));
    assertEquals(Kind.OOPS, of("Fatal exception in interrupt"));
    assertEquals(Kind.OTHER, of("audit: backlog limit exceeded"));
    assertTrue(Kind.SYSRQ.requested());
    assertFalse(Kind.HUNG_TASK.requested());
  }

  @Test
  void stackTellsWhereTheLogIsMissing() {
    List<String> nmi = List.of("__crash_kexec", "panic", "nmi_panic.cold", "ipmi_nmi");
    Ending ending = Ending.of(1, nmi, List.of());
    assertEquals(Kind.WATCHDOG, ending.kind());
    assertEquals("ipmi_nmi", ending.function());
    assertEquals(Kind.OOPS, Ending.of(1, List.of("strscpy", "remember"), List.of()).kind());
    assertEquals(Kind.OTHER, Ending.of(1, List.of("panic", "f"), List.of()).kind());
    assertEquals(Kind.OTHER, Ending.of(1, List.of(), List.of()).kind());
    assertEquals(Kind.NOT_PANICKED, Ending.of(-1, List.of(), List.of()).kind());
  }

  @Test
  void oopsGoesStraightToTheCrashKernel() {
    List<LogEvent> events =
        log("BUG: kernel NULL pointer dereference, address: 0", "Oops: 0000 [#1]");
    assertEquals(Kind.OOPS, Ending.of(0, List.of("f"), events).kind());
  }

  @Test
  void taintsBothWays() {
    assertEquals(List.of(Taint.OOT_MODULE, Taint.UNSIGNED_MODULE), Taint.of(0x3000));
    assertEquals(List.of(Taint.DIE, Taint.WARN), Taint.of("GDW"));
  }
}
