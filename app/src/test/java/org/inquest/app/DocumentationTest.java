package org.inquest.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inquest.app.cli.CommandLine;
import org.inquest.app.cli.Terminal;
import org.inquest.app.command.Commands;
import org.junit.jupiter.api.Test;

/// What the documents say exists.
final class DocumentationTest {
  private static final Path ROOT = Path.of(System.getProperty("inquest.root", ".."));
  private static final List<String> PAGES =
      List.of(
          "README.md",
          "ARCHITECTURE.md",
          "CONTRIBUTING.md",
          "SUPPORT.md",
          "CHANGELOG.md",
          "docs/json.md",
          "docs/commands.md",
          "docs/debug-info.md",
          "docs/fault-injection.md",
          "docs/history.md",
          "docs/lab.md",
          "docs/case-studies/code-checks.md",
          "docs/internals/startup.md");

  /// `inquest samples/x.kdump bt -a`, `./inquest VMCORE stacks UN`.
  private static final Pattern INQUEST =
      Pattern.compile("(?:\\./)?inquest (?:VMCORE|samples/\\S+) ([a-z][\\w-]*)");

  private static final Pattern DEV = Pattern.compile("\\./dev ([a-z-]+)");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)(?:#[^)]*)?\\)");
  private static final Pattern SAMPLE = Pattern.compile("samples/[\\w.-]+\\.kdump");

  @Test
  void commandsInTheDocumentsExist() throws IOException {
    for (String page : PAGES) {
      for (String command : found(page, INQUEST)) {
        assertThat(Commands.find(command)).as("%s: inquest VMCORE %s", page, command).isPresent();
      }
    }
  }

  @Test
  void tasksOfDevInTheDocumentsExist() throws IOException {
    String dev = Files.readString(ROOT.resolve("dev"));
    for (String page : PAGES) {
      for (String task : found(page, DEV)) {
        assertThat(dev).as("%s: ./dev %s", page, task).contains("\n#: " + task);
      }
    }
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    for (String page : PAGES) {
      Path folder = ROOT.resolve(page).toAbsolutePath().getParent();
      for (String link : found(page, LINK)) {
        assertThat(folder.resolve(link)).as("%s links to %s", page, link).exists();
      }
      for (String sample : found(page, SAMPLE)) {
        assertThat(ROOT.resolve(sample)).as(page).exists();
      }
    }
  }

  /// Paths of a developer's machine have no meaning for anybody else.
  @Test
  void noDocumentNamesAFolderOfSomebodysMachine() throws IOException {
    // Whatever machine wrote the page, its own paths do not belong there.
    String checkout = ROOT.toAbsolutePath().normalize() + "/";
    try (Stream<Path> files = Files.list(ROOT)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).toList()) {
        assertThat(file).content().doesNotContain("/home/", "/root/", checkout);
      }
    }
  }

  /// What README shows is what the tool prints, to the letter.
  @Test
  void theSessionInReadmeIsReal() throws IOException {
    String sample = "samples/hacks-mincore.kdump";
    String readme = Files.readString(ROOT.resolve("README.md"));
    int start = readme.indexOf("\n", readme.indexOf("$ ./inquest " + sample)) + 1;
    String shown = readme.substring(start, readme.indexOf("\n```", start) + 1);
    String dump = ROOT.resolve(sample).toString();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    new CommandLine(out, errors, Terminal.none()).run(List.of(dump));
    assertThat(out.toString(UTF_8).replace(dump, sample)).isEqualTo(shown);
  }

  private static List<String> found(String page, Pattern pattern) throws IOException {
    Path file = ROOT.resolve(page);
    assertThat(file).exists();
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult r) -> r.groupCount() == 0 ? r.group() : r.group(1))
        .distinct()
        .toList();
  }
}
