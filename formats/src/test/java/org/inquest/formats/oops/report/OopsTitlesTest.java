package org.inquest.formats.oops.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The tables of docs/oops-titles.md: each row is a report of every kind that has a title.
final class OopsTitlesTest {
  private static final Path PAGE = Path.of("../docs/oops-titles.md");

  /// A row: the first lines, the title, the class.
  private record Row(String lines, String title, String type) {}

  private static List<Row> rows() throws IOException {
    List<Row> out = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE)) {
      String[] cells = line.split(" \\| ");
      if (line.startsWith("| `") && cells.length == 3) {
        String lines = cells[0].substring(2).replace("` ⏎ `", "\n").replace("`", "");
        out.add(new Row(lines, cells[1].replace("`", ""), cells[2].replace(" |", "")));
      }
    }
    return out;
  }

  private static String stack() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf("```\n") + 4;
    return page.substring(from, page.indexOf("```", from));
  }

  private static List<LogReport> find(String text) {
    List<LogReport> found = new ArrayList<>();
    ReportFinder finder = new ReportFinder(found::add);
    text.lines().forEach(finder::accept);
    finder.end();
    return found;
  }

  @Test
  void eachRowIsTrue() throws IOException {
    assertThat(rows()).hasSizeGreaterThan(90);
    for (Row row : rows()) {
      List<LogReport> found = find(row.lines() + "\n" + stack());
      assertThat(found).as(row.lines()).isNotEmpty();
      Headline headline = Headlines.of(found.getFirst());
      assertThat(headline.title()).as(row.lines()).isEqualTo(row.title());
      assertThat(headline.type()).as(row.lines()).isEqualTo(row.type());
      assertThat(headline.corrupted()).as(row.lines()).isEmpty();
    }
  }

  @Test
  void aFirstLineAloneNeverThrows() throws IOException {
    for (Row row : rows()) {
      for (LogReport report : find(row.lines())) {
        assertThat(Headlines.of(report).title()).isNotEmpty();
        assertThat(ReportParts.of(report).stacks()).isEmpty();
      }
    }
  }
}
