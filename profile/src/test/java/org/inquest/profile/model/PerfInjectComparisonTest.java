package org.inquest.profile.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inquest.profile.ForeignProgram;
import org.inquest.profile.TestCode;
import org.inquest.profile.report.CountTable;
import org.inquest.profile.report.Counting;
import org.inquest.profile.report.Dimension;
import org.inquest.profile.report.SampleFilter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The samples of functions that V8 compiled while it ran, beside those that `perf report` counts
/// after `perf inject --jit` has put the same file's code into the profile.
@Tag("lab")
final class PerfInjectComparisonTest {
  private static final String PROGRAM =
      """
      function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
      function primes(n) {
        let count = 0;
        for (let i = 2; i < n; i++) {
          let prime = true;
          for (let k = 2; k * k <= i && prime; k++) prime = i % k !== 0;
          if (prime) count++;
        }
        return count;
      }
      let sum = 0;
      for (const end = Date.now() + 2000; Date.now() < end; ) sum += fib(20) + primes(10000);
      console.log(sum);
      """;

  @TempDir Path folder;

  @Test
  void compiledFunctionsHaveTheSamplesThatPerfCounts() throws IOException, InterruptedException {
    ForeignProgram.need("/usr/bin/perf", "linux-perf");
    ForeignProgram.need("/usr/bin/node", "nodejs");
    Files.writeString(folder.resolve("load.js"), PROGRAM);
    String[] record =
        "perf record -k mono -e cpu-clock -F 2000 -o data node --perf-prof load.js".split(" ");
    ForeignProgram.run(folder, record);
    ForeignProgram.run(folder, "perf", "inject", "--jit", "-i", "data", "-o", "injected");
    Map<String, Long> theirs = new TreeMap<>();
    String[] report =
        "perf report -i injected --stdio --no-children -t | --sort symbol -F sample,symbol"
            .split(" ");
    ForeignProgram.run(folder, report)
        .lines()
        .filter(l -> l.contains("] JS:"))
        .map(l -> l.split("\\|"))
        .forEach(
            p -> theirs.merge(p[1].strip().substring(4), Long.parseLong(p[0].strip()), Long::sum));
    Map<String, Long> ours = ours(folder.resolve("data"));
    assertEquals(theirs.keySet(), ours.keySet());
    // perf puts a function's code into the profile some records late.
    theirs.forEach(
        (name, count) -> assertEquals(count, ours.getOrDefault(name, 0L), 2 + count / 50.0, name));
    assertTrue(theirs.values().stream().mapToLong(Long::longValue).sum() > 1000, theirs.toString());
  }

  private static Map<String, Long> ours(Path data) {
    CodeFinder finder = TestCode.here(data.getParent());
    Map<String, Long> counts = new TreeMap<>();
    try (Profile profile = Profile.open(data, finder)) {
      CountTable table =
          Counting.count(profile, List.of(Dimension.SYMBOL), SampleFilter.ALL, 1).table();
      for (CountTable.Row row : table.rows()) {
        if (row.keys().getFirst().startsWith("JS:")) {
          counts.merge(row.keys().getFirst(), table.total(row), Long::sum);
        }
      }
    }
    return counts;
  }
}
