package org.inquest.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inquest.app.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a person sees of a command line: output, one line of error, exit code.
final class CommandLineTest {
  private record Outcome(int exit, String out, String err) {}

  private static Outcome run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    int exit = new CommandLine(out, errors, Terminal.none()).run(List.of(words));
    return new Outcome(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void helpListsCommandsAndOptions() {
    Outcome outcome = run("--help");
    assertThat(outcome.exit()).isEqualTo(CommandLine.DONE);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("inquest VMCORE", "  help", "  version", "--json", "--trace");
  }

  @Test
  void helpOfACommandHasExamplesWhereverItIsAskedFor() {
    assertThat(run("help", "version").out()).contains("Examples", "inquest version --json");
    assertThat(run("dump", "version", "--help").out()).isEqualTo(run("help", "version").out());
  }

  @Test
  void versionIsTheBuilds() throws IOException {
    Path pom = Path.of(System.getProperty("inquest.root", ".."), "pom.xml");
    assertThat(pom).content().contains("<version>" + Version.current() + "</version>");
    assertThat(run("--version").out()).startsWith("inquest " + Version.current() + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''             | which dump?",
        "--colour       | unknown option --colour",
        "--html         | --html needs a value",
        "--color=pink d | --color is auto, always or never, not pink",
        "--json=yes d   | takes no value",
        "dump verison   | did you mean version?",
        "help nothing   | no command nothing",
        "version -x     | version has no option -x",
      })
  void typedWrongIsOneLineAndTwo(String words, String expected) {
    Outcome outcome = run(words.isEmpty() ? new String[0] : words.split(" "));
    assertThat(outcome.exit()).isEqualTo(CommandLine.USAGE);
    assertThat(outcome.err()).startsWith("inquest: ").contains(expected).hasLineCount(1);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void terminalEscapesInArgumentsAreNotObeyed() {
    assertThat(run("dump", "ev\u001b[2Jil").err()).contains("ev\\x1b[2Jil");
  }

  @Test
  void traceAddsTheStackWhereverItStands() {
    assertThat(run("--trace", "dump", "nothing").err()).contains("\tat org.inquest.app");
    assertThat(run("dump", "nothing").err()).doesNotContain("\tat ");
  }

  @Test
  void anErrorIsJsonTooWhereJsonWasAskedFor() {
    Outcome outcome = run("dump", "nothing", "--json");
    assertThat(outcome.exit()).isEqualTo(CommandLine.USAGE);
    assertThat(outcome.out())
        .startsWith("{\"schema\":1,")
        .contains("\"command\":\"nothing\"", "\"error\":\"no command or file nothing")
        .endsWith("\"exit\":2}\n");
  }

  @Test
  void aReaderThatIsGoneIsNoError() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    for (String option : new String[] {"--color=never", "--json"}) {
      int exit =
          new CommandLine(closed, new PrintStream(err), Terminal.none())
              .run(List.of("help", option));
      assertThat(exit).isEqualTo(CommandLine.DONE);
      assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }
  }

  @Test
  void aFullDiskIsAnError() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = new CommandLine(full, new PrintStream(err), Terminal.none()).run(List.of("version"));
    assertThat(exit).isEqualTo(CommandLine.FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("No space left").hasLineCount(1);
  }

  @Test
  void htmlGoesToItsFileAndNeedsNothingElse(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("out.html");
    Outcome outcome = run("help", "--html", page.toString());
    assertThat(outcome.exit()).isEqualTo(CommandLine.DONE);
    assertThat(outcome.out()).isEmpty();
    assertThat(Files.readString(page))
        .startsWith("<!DOCTYPE html>")
        .endsWith("</body></html>\n")
        .doesNotContain("http", "src=", "<script", "@import");
  }
}
