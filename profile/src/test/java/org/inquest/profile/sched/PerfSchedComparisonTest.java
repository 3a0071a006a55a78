package org.inquest.profile.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.profile.ForeignProgram;
import org.inquest.profile.TestCode;
import org.inquest.profile.model.Profile;
import org.inquest.profile.report.SampleFilter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Waits for a CPU of each task beside those that `perf sched latency` counts, on one recording of
/// the machine at work.
@Tag("lab")
final class PerfSchedComparisonTest {
  private static final Pattern ROW =
      Pattern.compile(
          "^ {2}.*:(\\d+)\\s*\\|\\s*([\\d.]+) ms \\|\\s*(\\d+) \\| avg:\\s*([\\d.]+) ms"
              + " \\| max:\\s*([\\d.]+) ms \\| max start:\\s*([\\d.]+) s.*$");

  @TempDir Path folder;

  private record Theirs(double runtime, long count, double mean, double longest, double at) {}

  @Test
  void eachTaskHasTheDelaysThatPerfCounts() throws IOException, InterruptedException {
    boolean perf = Files.isExecutable(Path.of("/usr/bin/perf"));
    Assumptions.assumeTrue(perf, "needs perf: install linux-perf");
    Path data = folder.resolve("perf.data");
    String work =
        "for i in 1 2 3 4; do (tar c /usr/share/doc 2>/dev/null | md5sum) & done; sleep 0.3; wait";
    // Without sched_waking, which perf sched latency passes over (in 6.1 at least).
    String events =
        "sched:sched_switch,sched:sched_wakeup,sched:sched_wakeup_new,sched:sched_process_fork";
    ForeignProgram.run(
        folder,
        "perf",
        "record",
        "-a",
        "-R",
        "-c",
        "1",
        "-m",
        "4096",
        "-e",
        events,
        "-o",
        data.toString(),
        "--",
        "sh",
        "-c",
        work);
    Map<Integer, Theirs> theirs = new HashMap<>();
    ForeignProgram.run(folder, "perf", "sched", "latency", "-i", data.toString(), "-p")
        .lines()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .forEach(m ->
            theirs.put(
                Integer.parseInt(m.group(1)),
                new Theirs(
                    Double.parseDouble(m.group(2)),
                    Long.parseLong(m.group(3)),
                    Double.parseDouble(m.group(4)),
                    Double.parseDouble(m.group(5)),
                    Double.parseDouble(m.group(6)))));
    assertTrue(theirs.size() > 10, theirs.size() + " tasks are too few to say anything");
    List<String> apart = new ArrayList<>();
    long compared = 0;
    try (Profile profile = Profile.open(data, TestCode.here(folder))) {
      SchedReport report = SchedAnalysis.of(profile, SampleFilter.ALL, 5);
      for (TaskTimes task : report.tasks()) {
        Theirs other = theirs.remove(task.party().tid());
        compare(task, other == null ? new Theirs(0, 0, 0, 0, 0) : other).ifPresent(apart::add);
        compared += task.afterWake().count() + task.atExit().count();
      }
    }
    assertEquals(List.of(), apart);
    assertEquals(Map.of(), theirs);
    assertTrue(compared > 100, compared + " waits are too few to say anything");
  }

  /// perf counts a wait of 0 ms for a task that it first sees when it is given a CPU; it does not
  /// count waits after a preemption in the kernel.
  private static Optional<String> compare(TaskTimes task, Theirs theirs) {
    Delays ours = Delays.together(task.afterWake(), task.atExit());
    boolean count = theirs.count() == ours.count() || theirs.count() == ours.count() + 1;
    // Means are printed in whole microseconds.
    double total = theirs.mean() * theirs.count();
    boolean same =
        count
            && Math.abs(total - ours.total() / 1e6) <= 0.0006 * theirs.count() + 0.001
            && Math.abs(theirs.longest() - ours.longest() / 1e6) < 0.0006
            && (ours.longest() < 1000 || Math.abs(theirs.at() - ours.longestAt() / 1e9) < 2e-6);
    return same
        ? Optional.empty()
        : Optional.of(
            task.party().text()
                + ": perf "
                + theirs
                + ", Inquest "
                + ours.count()
                + " waits, "
                + ours.total()
                + " ns, longest "
                + ours.longest()
                + " ns at "
                + ours.longestAt());
  }
}
