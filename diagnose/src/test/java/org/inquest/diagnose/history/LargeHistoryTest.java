package org.inquest.diagnose.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.history.git.GitCommitLog;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hundred thousand commits: a minute to write, seconds to search.
@Tag("lab")
final class LargeHistoryTest {
  @TempDir Path folder;

  @Test
  void findsOneCommitOfAHundredThousandInTime() {
    LargeHistory.Truth truth = LargeHistory.write(folder, 100_000);
    Symptoms symptoms =
        new Symptoms(
            List.of("ext4_stray_inode"),
            List.of(),
            Optional.empty(),
            Set.of(),
            Set.of(),
            KernelRelease.parse("6.1.20"));
    // The second time the files are in the machine's memory.
    search(symptoms);
    long begin = System.nanoTime();
    HistoryReport report = search(symptoms);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    assertThat(report.fixes().getFirst().commit().id()).isEqualTo(truth.fix());
    assertThat(report.fixes().getFirst().standing()).contains(truth.copy().shortened());
    assertThat(report.causes().getFirst().commit().id()).isEqualTo(truth.guilty());
    assertThat(report.gaps()).isEmpty();
    assertThat(report.read()).isGreaterThan(40_000);
    assertThat(took).isLessThan(Duration.ofSeconds(30));
    System.out.println(report.read() + " commits read in " + took.toMillis() + " ms");
  }

  private HistoryReport search(Symptoms symptoms) {
    GitCommitLog log = GitCommitLog.open(folder, Duration.ofMinutes(2), "");
    return new HistorySearch(log, symptoms, 5, step -> {}).search();
  }
}
