package org.inquest.profile.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.inquest.profile.ForeignProgram;
import org.inquest.profile.TestCode;
import org.inquest.profile.report.CountTable;
import org.inquest.profile.report.Counting;
import org.inquest.profile.report.Dimension;
import org.inquest.profile.report.SampleFilter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The samples of each function beside those that `perf report` counts, on one recording of the
/// machine at work.
@Tag("lab")
final class PerfReportComparisonTest {
  @TempDir Path folder;

  @Test
  void eachFunctionHasTheSamplesThatPerfCounts() throws IOException, InterruptedException {
    boolean perf = Files.isExecutable(Path.of("/usr/bin/perf"));
    Assumptions.assumeTrue(perf, "needs perf: install linux-perf");
    Path data = folder.resolve("perf.data");
    ForeignProgram.run(
        folder,
        "perf",
        "record",
        "-e",
        "cpu-clock",
        "-F",
        "4000",
        "-a",
        "-g",
        "-o",
        data.toString(),
        "--",
        "sh",
        "-c",
        "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; tar c /usr/lib | wc -c");
    Map<String, Long> theirs = new TreeMap<>();
    String report =
        ForeignProgram.run(
            folder,
            "perf",
            "report",
            "-i",
            data.toString(),
            "--no-children",
            "-g",
            "none",
            "--no-demangle",
            "--stdio",
            "-t",
            "|",
            "--sort",
            "dso,symbol",
            "-F",
            "sample,dso,symbol");
    report
        .lines()
        .filter(l -> l.contains("|") && !l.startsWith("#"))
        .forEach(l -> {
          // perf adds a column of its own behind the symbol.
          String[] parts = l.split("\\|");
          String symbol = parts[2].strip().substring("[.] ".length());
          String image = parts[1].strip().replaceFirst("\\[JIT] tid (\\d+)", "perf-$1.map");
          theirs.merge(key(image, symbol), Long.parseLong(parts[0].strip()), Long::sum);
        });
    Map<String, Long> ours = new TreeMap<>();
    try (Profile profile = Profile.open(data, TestCode.here(folder))) {
      List<Dimension> functions = List.of(Dimension.IMAGE, Dimension.SYMBOL);
      CountTable table = Counting.count(profile, functions, SampleFilter.ALL, 1).table();
      for (CountTable.Row row : table.rows()) {
        ours.merge(key(row.keys().getFirst(), row.keys().get(1)), row.total(), Long::sum);
      }
    }
    long all = theirs.values().stream().mapToLong(Long::longValue).sum();
    assertEquals(all, ours.values().stream().mapToLong(Long::longValue).sum());
    assertTrue(all > 1000, all + " samples are too few to say anything");
    assertEquals(List.of(), apart(theirs, ours));
  }

  /// A line for each function that has other samples here than there.
  private static List<String> apart(Map<String, Long> theirs, Map<String, Long> ours) {
    Set<String> names = new TreeSet<>(theirs.keySet());
    names.addAll(ours.keySet());
    return names.stream()
        .filter(n -> !theirs.getOrDefault(n, 0L).equals(ours.getOrDefault(n, 0L)))
        .map(n -> n + ": perf " + theirs.get(n) + ", Inquest " + ours.get(n))
        .toList();
  }

  /// What perf gives a row for each address is a function without a name for us, or none.
  ///
  /// Entries of the procedure linkage table count as nameless on either side, and so does `_init`,
  /// the label before that table: perf 6.1 knows only `.plt` and names its entries by the order of
  /// the relocations, where Inquest reads which word an entry jumps through. That leaves perf
  /// without names, or with `_init`, for `.plt.got` and `.plt.sec`, and with an empty name for
  /// functions that are chosen at run time (IRELATIVE). Nothing else may differ.
  private static String key(String image, String symbol) {
    String name = image.substring(image.lastIndexOf('/') + 1);
    boolean nameless =
        symbol.matches("0x[0-9a-f]{8,}")
            || symbol.equals("(no symbols)")
            || symbol.endsWith("@plt")
            || symbol.equals("_init")
            || symbol.startsWith(name + "+0x");
    return name + " " + (nameless ? "?" : symbol);
  }
}
