package org.inquest.profile.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.inquest.engine.debug.LineIndexes;
import org.inquest.engine.debugfile.SearchPlaces;
import org.inquest.profile.model.CodeFinder;
import org.inquest.profile.model.Profile;
import org.inquest.profile.report.SampleFilter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The samples of groups of functions beside those that `perf script` prints one by one, on one
/// recording: small reads and writes,.
@Tag("lab")
final class PerfScriptComparisonTest {
  @TempDir Path folder;

  private List<String> run(String... words) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(words)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(5, TimeUnit.MINUTES), String.join(" ", words));
    Assumptions.assumeTrue(
        process.exitValue() == 0, String.join(" ", words) + " ended with " + process.exitValue());
    return Files.readAllLines(out, StandardCharsets.ISO_8859_1);
  }

  /// Counts samples by the question whether any of their functions is of the group.
  private static Map<String, Long> theirs(List<String> script, Map<String, String> groups) {
    Map<String, Long> counts = new HashMap<>();
    String sample = "";
    for (String line : script) {
      if (!line.isBlank()) {
        sample += line.strip().replaceFirst("^[0-9a-f]+ ", "") + "\n";
        continue;
      }
      for (Map.Entry<String, String> group : groups.entrySet()) {
        if (sample.lines().anyMatch(name -> name.matches(group.getValue()))) {
          counts.merge(group.getKey(), 1L, Long::sum);
        }
      }
      sample = "";
    }
    return counts;
  }

  @Test
  void groupsHaveTheSamplesThatPerfPrints() throws IOException, InterruptedException {
    boolean perf = Files.isExecutable(Path.of("/usr/bin/perf"));
    Assumptions.assumeTrue(perf, "needs perf: install linux-perf");
    Path data = folder.resolve("perf.data");
    String work = "dd if=/dev/zero of=/dev/null bs=1 count=1000000; tar c /usr/bin | wc";
    run(
        "perf",
        "record",
        "-e",
        "cpu-clock",
        "-F",
        "2000",
        "-a",
        "-g",
        "-o",
        data.toString(),
        "--",
        "sh",
        "-c",
        work);
    Map<String, String> groups =
        Map.of(
            "read", "vfs_read|ksys_read",
            "copy", "_?copy_to_iter|copy_page_to_iter|.*copy_user.*|rep_movs_alternative",
            "fault", "exc_page_fault|handle_mm_fault");
    Map<String, Long> theirs =
        theirs(run("perf", "script", "-i", data.toString(), "-F", "ip,sym", "--no-inline"), groups);
    try (Profile profile = Profile.open(data, finder())) {
      ProfileFacts facts = ProfileFacts.of(profile, SampleFilter.ALL).orElseThrow();
      groups.forEach((name, pattern) ->
          assertEquals(
              theirs.getOrDefault(name, 0L),
              facts.group(FunctionGroup.kernel(pattern)).inclusive(),
              name));
    }
    assertTrue(theirs.getOrDefault("read", 0L) > 200, theirs.toString());
  }

  private CodeFinder finder() {
    SearchPlaces places =
        new SearchPlaces(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Path.of("/"),
            List.of(),
            folder,
            Optional.empty());
    return new CodeFinder(
        places,
        Optional.empty(),
        Path.of("/"),
        List.of(Path.of(System.getProperty("user.home"), ".debug")),
        new LineIndexes(folder.resolve("lines")));
  }
}
