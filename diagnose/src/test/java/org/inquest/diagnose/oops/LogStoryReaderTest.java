package org.inquest.diagnose.oops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.inquest.diagnose.Diagnosis;
import org.inquest.diagnose.Report;
import org.junit.jupiter.api.Test;

class LogStoryReaderTest {
  private static LogStory read(List<String> lines) {
    byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    try {
      return LogStoryReader.read(new ByteArrayInputStream(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> warning(String function) {
    return List.of(
        "WARNING: CPU: 0 PID: 7 at fs/a.c:3 " + function + "+0x1/0x20",
        "CPU: 0 PID: 7 Comm: worker Not tainted 6.1.0-x #1",
        "RIP: 0010:" + function + "+0x1/0x20",
        "Call Trace:",
        " caller+0x1/0x20",
        "---[ end trace 0000000000000000 ]---");
  }

  private static List<String> times(int count, List<String> lines) {
    return Stream.generate(() -> lines).limit(count).flatMap(List::stream).toList();
  }

  @Test
  void alikeReportsAreOneIncident() {
    LogStory story = read(times(5, warning("again")));
    LoggedBoot boot = story.boots().getFirst();
    assertThat(boot.reports()).isEqualTo(5);
    assertThat(boot.incidents()).hasSize(1);
    Incident incident = boot.incidents().getFirst();
    assertThat(incident.times()).isEqualTo(5);
    assertThat(incident.report().first().number()).isZero();
    assertThat(incident.last()).isEqualTo(24);
    assertThat(boot.release()).isEqualTo("6.1.0-x");
  }

  @Test
  void knowsWhatCameBeforeInitMemoryWasFreed() {
    List<String> lines = new ArrayList<>(warning("early"));
    lines.add("Freeing unused kernel image (initmem) memory: 648K");
    lines.addAll(warning("late"));
    List<Incident> incidents = read(lines).boots().getFirst().incidents();
    assertThat(incidents).extracting(Incident::initFreed).containsExactly(false, true);
  }

  @Test
  void keepsABoundedNumberAndCountsTheRest() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      lines.addAll(warning("function" + (char) ('a' + i % 26) + i));
    }
    LoggedBoot boot = read(lines).boots().getFirst();
    assertThat(boot.reports()).isEqualTo(1000);
    assertThat(boot.incidents()).hasSize(256);
    assertThat(boot.unkept()).isEqualTo(744);
  }

  @Test
  void aReportThatNoEventReadsIsTold() {
    LogStory story =
        read(
            List.of(
                "WARNING: possible circular locking dependency detected",
                "6.1.0-x #1 Not tainted",
                "------------------------------------------------------",
                "worker/7 is trying to acquire lock:",
                "ffff888000000000 (&a->lock){+.+.}-{3:3}, at: take_a+0x1/0x20",
                "but task is already holding lock:",
                "ffff888000000100 (&b->lock){+.+.}-{3:3}, at: take_b+0x1/0x20",
                "stack backtrace:",
                "CPU: 0 PID: 7 Comm: worker Not tainted 6.1.0-x #1",
                "Call Trace:",
                " take_a+0x1/0x20",
                " caller+0x1/0x20"));
    Report report = Diagnosis.of(story.boots().getFirst().facts(Optional.empty()));
    assertThat(report.findings().getFirst().rule().id()).isEqualTo("report.logged");
    assertThat(report.findings().getFirst().found().claim())
        .contains("Possible deadlock")
        .contains("takes &a->lock in take_a()")
        .contains("PID 7 (worker)");
  }
}
