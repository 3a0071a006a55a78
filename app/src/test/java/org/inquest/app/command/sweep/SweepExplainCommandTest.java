package org.inquest.app.command.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inquest.app.cli.CommandLine;
import org.inquest.app.cli.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepExplainCommandTest {
  private static final String SPLAT =
      """
      FAULT_INJECTION: forcing a failure.
      name failslab, interval 1, probability 100, space 0, times 1
      CPU: 1 PID: %d Comm: rm Not tainted 6.1.0 #1
      Call Trace:
       dump_stack_lvl+0x34/0x48
       should_fail_ex+0x1/0x20
       should_failslab+0x1/0x20
       kmem_cache_alloc+0x1/0x20
       %s+0x12/0x40
       caller_of_it+0x1a/0x20
      """;

  private static final String OOPS =
      """
      BUG: kernel NULL pointer dereference, address: 0000000000000028
      #PF: supervisor write access in kernel mode
      #PF: error_code(0x0002) - not-present page
      Oops: 0002 [#1] SMP
      CPU: 1 PID: 58 Comm: rm Not tainted 6.1.0 #1
      RIP: 0010:remember+0x16/0x40
      Code: 90 90 90 90 <89> 79 28 c3 90 90
      RSP: 0018:ffffc90000123f00 EFLAGS: 00010246
      RAX: 0000000000000000 RBX: 0000000000000000 RCX: 0000000000000000
      RDI: 0000000000000001
      CR2: 0000000000000028
      Call Trace:
       caller_of_it+0x1a/0x20
      ---[ end trace 0000000000000000 ]---
      """;

  @TempDir private Path folder;

  private String explain(String log) throws IOException {
    Path file = Files.writeString(folder.resolve("console.log"), log);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    int exit =
        new CommandLine(out, errors, Terminal.none())
            .run(List.of("sweep", "explain", file.toString()));
    assertThat(exit).isEqualTo(CommandLine.DONE);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void namesTheFailureThatWasNotChecked() throws IOException {
    String text =
        explain(SPLAT.formatted(58, "elsewhere") + SPLAT.formatted(58, "remember") + OOPS);
    assertThat(text)
        .contains("2 failures injected, 1 different report")
        .contains("failslab in remember+0x12/0x40 < caller_of_it+0x1a/0x20")
        .contains("CONFIDENCE: likely")
        .contains("NULL pointer write: remember()");
  }

  @Test
  void anotherTasksFailureIsNotBlamed() throws IOException {
    assertThat(explain(SPLAT.formatted(7, "remember") + OOPS)).contains("CONFIDENCE: unrelated");
  }

  @Test
  void aReportWithoutAFailureIsTold() throws IOException {
    assertThat(explain(OOPS))
        .contains("0 failures injected, 1 different report")
        .contains("no failure was injected into its task before");
  }
}
