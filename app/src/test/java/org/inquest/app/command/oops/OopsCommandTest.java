package org.inquest.app.command.oops;

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

/// `oops` as a person types it.
class OopsCommandTest {
  private static final Path SAMPLE =
      Path.of(System.getProperty("inquest.root", ".."), "samples/hacks-init-late.log");

  @TempDir private Path folder;

  private record Outcome(int exit, String out, String err) {}

  private static Outcome run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    int exit = new CommandLine(out, errors, Terminal.none()).run(List.of(words));
    return new Outcome(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Path log(String... lines) throws IOException {
    return Files.write(folder.resolve("console.log"), List.of(lines));
  }

  @Test
  void namesFreedInitCodeAndHowItWasReached() {
    Outcome outcome = run("oops", SAMPLE.toString());
    assertThat(outcome.exit()).isEqualTo(CommandLine.DONE);
    String text = outcome.out().replaceAll("\\s+", " ");
    assertThat(text)
        .contains("256 lines, 1 report")
        .contains("Linux 6.1.192-hacks")
        .contains(
            "Cause: Freed init code executed: __flush_smp_call_function_queue() called"
                + " nmi_cpu_busy(), an __init function of the kernel")
        .contains("reached by a call on this CPU that another CPU had asked for")
        .contains("=> 0 cc int3")
        .contains("BUG: unable to handle kernel paging request in nmi_cpu_busy");
  }

  @Test
  void aListOfSymbolsSaysThatTheFunctionIsInit() throws IOException {
    Path map =
        Files.write(
            folder.resolve("System.map"),
            List.of(
                "ffffffff81000000 T _text",
                "ffffffff814a8000 T _sinittext",
                "ffffffff814db74c t nmi_cpu_busy",
                "ffffffff814db757 t next",
                "ffffffff81500000 T _einittext"));
    Outcome outcome = run("oops", SAMPLE.toString(), "--symbols", map.toString());
    assertThat(outcome.out().replaceAll("\\s+", " ")).contains("the symbol is in the init section");
    Path elsewhere =
        Files.write(
            folder.resolve("other.map"),
            List.of(
                "ffffffff814a8000 T _sinittext",
                "ffffffff81500000 T _einittext",
                "ffffffff81600000 t nmi_cpu_busy",
                "ffffffff8160000b t next"));
    outcome = run("oops", SAMPLE.toString(), "--symbols", elsewhere.toString());
    assertThat(outcome.out()).doesNotContain("Freed init code executed");
  }

  @Test
  void tellsEachBootByItself() throws IOException {
    Path log =
        log(
            "[    0.000000] Linux version 6.1.1-one (a@b) #1 SMP",
            "[    5.000000] WARNING: CPU: 0 PID: 1 at fs/a.c:3 first_function+0x1/0x20",
            "[    5.000000] CPU: 0 PID: 1 Comm: init Not tainted 6.1.1-one #1",
            "[    5.000000] RIP: 0010:first_function+0x1/0x20",
            "[    5.000000] Call Trace:",
            "[    5.000000]  <TASK>",
            "[    5.000000]  caller_of_first+0x1/0x20",
            "[    5.000000]  </TASK>",
            "[    5.000000] ---[ end trace 0000000000000000 ]---",
            "[    0.000000] Linux version 6.1.2-two (a@b) #1 SMP",
            "[    1.000000] nothing to tell");
    Outcome outcome = run("oops", log.toString());
    assertThat(outcome.exit()).isEqualTo(CommandLine.DONE);
    assertThat(outcome.out())
        .contains("11 lines, 2 boots, 1 report")
        .contains("Linux 6.1.1-one, from line 1")
        .contains("WARNING in first_function")
        .doesNotContain("6.1.2-two");
  }

  @Test
  void saysThatThereIsNothing() throws IOException {
    Outcome outcome = run("oops", log("all is well").toString());
    assertThat(outcome.exit()).isEqualTo(CommandLine.DONE);
    assertThat(outcome.out()).contains("1 line, 0 reports").contains("No report of the kernel");
    Path empty = Files.createFile(folder.resolve("empty"));
    assertThat(run("oops", empty.toString()).out()).contains("0 lines, 0 reports");
  }

  @Test
  void oneLineForWhatCanNotBeRead() {
    Path nowhere = folder.resolve("nowhere");
    Outcome outcome = run("oops", nowhere.toString());
    assertThat(outcome.exit()).isEqualTo(CommandLine.FAILED);
    assertThat(outcome.err()).isEqualTo("inquest: " + nowhere + ": no such file\n");
    assertThat(run("oops", folder.toString()).err())
        .isEqualTo("inquest: " + folder + ": is a folder, not a log\n");
    assertThat(run("oops").exit()).isEqualTo(CommandLine.USAGE);
    Outcome noMap = run("oops", SAMPLE.toString(), "--symbols", SAMPLE.toString());
    assertThat(noMap.exit()).isEqualTo(CommandLine.FAILED);
    assertThat(noMap.err()).contains("expected \"ADDRESS TYPE NAME\"");
  }

  @Test
  void aVmlinuxOfAnotherKernelIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("vmlinux"), "no ELF file");
    Outcome outcome = run("oops", SAMPLE.toString(), "--vmlinux", text.toString());
    assertThat(outcome.exit()).isEqualTo(CommandLine.GAPS);
    assertThat(outcome.out()).contains("Freed init code executed").contains("--vmlinux");
  }

  @Test
  void programsGetTheSame() {
    Outcome outcome = run("--json", "oops", SAMPLE.toString());
    assertThat(outcome.out())
        .contains("init.freed-init-code")
        .contains("\"signature\"")
        .contains("__flush_smp_call_function_queue");
  }
}
