package org.inquest.profile.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inquest.profile.ForeignProgram;
import org.inquest.profile.TestCode;
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
    ForeignProgram.run(
        folder,
        "perf",
        "record",
        "-e",
        "cpu-clock",
        "-F",
        "2000",
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
        theirs(
            ForeignProgram.run(
                    folder, "perf", "script", "-i", data.toString(), "-F", "ip,sym", "--no-inline")
                .lines()
                .toList(),
            groups);
    try (Profile profile = Profile.open(data, TestCode.here(folder))) {
      ProfileFacts facts = ProfileFacts.of(profile, SampleFilter.ALL).orElseThrow();
      groups.forEach((name, pattern) ->
          assertEquals(
              theirs.getOrDefault(name, 0L),
              facts.group(FunctionGroup.kernel(pattern)).inclusive(),
              name));
    }
    assertTrue(theirs.getOrDefault("read", 0L) > 200, theirs.toString());
  }
}
