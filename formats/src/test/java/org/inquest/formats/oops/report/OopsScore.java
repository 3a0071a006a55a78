package org.inquest.formats.oops.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.inquest.formats.oops.kind.Kinds;

/// Holds Inquest's reading of console logs against a folder of logs with expected results.
///
/// A file's header lines (`TITLE:`, `ALT:`, `TYPE:`, `FRAME:`, `CORRUPTED:`, `PANICKED:`) end with
/// an empty line; the log follows, up to a line `REPORT:`. Without `TITLE:` nothing may be found.
/// With `FILE:` the file is a report that has files and lines, and that one is to blame.
final class OopsScore {
  private final Map<String, int[]> counts = new TreeMap<>();
  private final List<String> misses = new ArrayList<>();

  private OopsScore() {}

  /// A file.
  private record Sample(Map<String, List<String>> header, List<String> log) {
    static Sample read(Path file) throws IOException {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1).replace("\r", "");
      Map<String, List<String>> header = new TreeMap<>();
      List<String> log = new ArrayList<>();
      boolean inHeader = true;
      for (String line : text.split("\n", -1)) {
        if (inHeader && line.isEmpty()) {
          inHeader = false;
        } else if (inHeader) {
          int colon = line.indexOf(": ");
          if (colon > 0 && !line.startsWith("#")) {
            header
                .computeIfAbsent(line.substring(0, colon), key -> new ArrayList<>())
                .add(line.substring(colon + 2).strip());
          }
        } else if (line.equals("REPORT:") && !log.isEmpty() && log.getLast().isEmpty()) {
          break;
        } else {
          log.add(line);
        }
      }
      return new Sample(header, log);
    }

    String one(String name, String otherwise) {
      return header.getOrDefault(name, List.of(otherwise)).getFirst();
    }
  }

  /// Prints the score of a folder.
  ///
  /// @param args the folder; one with an `expected.tsv` is read as [SatyrScore] says
  static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path table = Path.of(args[0]).resolve("expected.tsv");
    if (Files.exists(table)) {
      SatyrScore.print(table, out);
      return;
    }
    OopsScore score = new OopsScore();
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(args[0]))) {
      files =
          all.filter(file -> file.getFileName().toString().matches("\\d+"))
              .sorted((a, b) -> Integer.compare(number(a), number(b)))
              .toList();
    }
    for (Path file : files) {
      score.judge(file.getFileName().toString(), Sample.read(file));
    }
    score.misses.forEach(out::println);
    score.counts.forEach((name, pair) ->
        out.printf(
            "%-12s %4d of %4d  %5.1f %%%n", name, pair[0], pair[1], 100.0 * pair[0] / pair[1]));
  }

  private static int number(Path file) {
    return Integer.parseInt(file.getFileName().toString());
  }

  private void judge(String name, Sample sample) {
    if (sample.header.containsKey("FILE")) {
      String is = GuiltyFile.inText(sample.log).orElse("");
      count(name, "guilty file", is.equals(sample.one("FILE", "")), is, sample.one("FILE", ""));
      return;
    }
    List<LogReport> found = new ArrayList<>();
    ReportFinder finder = new ReportFinder(found::add);
    sample.log.forEach(finder::accept);
    finder.end();
    // The collection knows no reports whose beginning is lost.
    found.removeIf(report -> report.kind() == Kinds.UNNAMED);
    Optional<Headline> first = found.stream().findFirst().map(Headlines::of);
    if (sample.one("TITLE", "").isEmpty()) {
      count(name, "silent", first.isEmpty(), first.map(Headline::title).orElse(""), "nothing");
      return;
    }
    count(name, "detected", first.isPresent(), "nothing", sample.one("TITLE", ""));
    Headline is = first.orElse(new Headline("", List.of(), "", "", "", false));
    List<String> alternatives = sample.header.getOrDefault("ALT", List.of());
    String title = sample.one("TITLE", "");
    count(name, "title", is.title().equals(title), is.title(), title);
    count(
        name,
        "title or alt",
        is.title().equals(title) || alternatives.contains(is.title()),
        "",
        "");
    count(
        name,
        "alt",
        is.alternatives().equals(alternatives.stream().sorted().toList()),
        is.alternatives().toString(),
        alternatives.toString());
    count(
        name,
        "type",
        is.type().equals(sample.one("TYPE", "UNKNOWN")),
        is.type(),
        sample.one("TYPE", "UNKNOWN"));
    if (sample.header.containsKey("FRAME")) {
      count(
          name,
          "frame",
          is.frame().equals(sample.one("FRAME", "")),
          is.frame(),
          sample.one("FRAME", ""));
    }
    boolean corrupted = sample.one("CORRUPTED", "N").equals("Y");
    count(
        name,
        "corrupted",
        corrupted != is.corrupted().isEmpty(),
        is.corrupted(),
        corrupted ? "Y" : "N");
    boolean panicked = sample.one("PANICKED", "N").equals("Y");
    // A panic ends the last report of a log, which need not be the one that is judged.
    boolean anyPanic = found.stream().map(Headlines::of).anyMatch(Headline::panicked);
    count(name, "panicked", panicked == anyPanic, "" + anyPanic, "" + panicked);
  }

  private void count(String file, String what, boolean right, String is, String wanted) {
    int[] pair = counts.computeIfAbsent(what, key -> new int[2]);
    pair[1]++;
    if (right) {
      pair[0]++;
    } else if (!wanted.isEmpty()) {
      misses.add(file + "\t" + what + "\t" + is + "\t" + wanted);
    }
  }
}
