package org.inquest.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever is given as a dump: one clear line or a partial answer, the right exit code, never a
/// stack trace.
@Timeout(120)
final class BadInputTest {
  @TempDir Path folder;

  private record Outcome(int exit, String out, String err) {}

  private static Outcome run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    int exit = new CommandLine(out, errors, Terminal.none()).run(List.of(words));
    return new Outcome(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Path sample() {
    return Path.of(System.getProperty("inquest.root", ".."), "samples/hacks-mincore.kdump");
  }

  private String file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content).toString();
  }

  private static void oneLine(Outcome outcome, String expected) {
    assertThat(outcome.exit()).isEqualTo(CommandLine.FAILED);
    assertThat(outcome.err()).startsWith("inquest: ").contains(expected).hasLineCount(1);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void whatIsNoDumpIsNamed() throws IOException {
    oneLine(run(file("empty", new byte[0])), "is empty");
    oneLine(
        run(file("note", "Dear admin,\nit crashed.\n".getBytes(StandardCharsets.US_ASCII))),
        "text");
    oneLine(
        run(file("photo", new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16})),
        "JPEG");
    oneLine(run(folder.toString()), "directory");
    oneLine(run(folder.resolve("nothing").toString()), "no such file");
    oneLine(run(System.getProperty("java.home") + "/lib/server/libjvm.so"), "ELF");
    byte[] noise = new byte[1 << 16];
    new Random(1).nextBytes(noise);
    oneLine(run(file("noise", noise)), "not a dump");
  }

  @Test
  void aProfileThatIsNotThereIsNamed() {
    String nothing = folder.resolve("nothing").toString();
    for (String command : List.of("report", "annotate", "findings", "sched", "export")) {
      Outcome outcome = run("profile", command, nothing);
      assertThat(outcome.err()).isEqualTo("inquest: " + nothing + ": no such file\n");
      assertThat(outcome.exit()).isNotZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"8", "100", "4096", "5000", "100000", "1000000", "5000000", "8900000"})
  void aDumpCutAtAnyLengthGivesALineOrAPartialAnswer(int length) throws IOException {
    byte[] whole = Files.readAllBytes(sample());
    Outcome outcome = run(file("cut", Arrays.copyOf(whole, length)));
    assertThat(outcome.err() + outcome.out()).doesNotContain("Exception", "\tat ");
    if (outcome.exit() == CommandLine.FAILED) {
      assertThat(outcome.err()).startsWith("inquest: ").hasLineCount(1);
    } else {
      assertThat(outcome.exit()).isEqualTo(CommandLine.GAPS);
      assertThat(outcome.out()).contains("Not seen");
    }
  }

  @Test
  void theVmlinuxOfAnotherKernelIsRefused() throws IOException {
    String dump = sample().toString();
    oneLine(
        run("--vmlinux", file("v", "no ELF".getBytes(StandardCharsets.US_ASCII)), dump),
        "--vmlinux");
    oneLine(
        run("--vmlinux", System.getProperty("java.home") + "/lib/server/libjvm.so", dump),
        "--vmlinux");
  }
}
