package org.inquest.formats.oops.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.inquest.formats.oops.kind.Kinds;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever a log holds, reading it ends soon and without an exception.
final class HostileReportsTest {
  /// Each is repeated until a line is full: what expressions with two stars may choke on.
  private static final List<String> RUNS =
      List.of(
          " ",
          "a",
          "0",
          "[",
          "(",
          ".",
          "? ",
          "a ",
          "+0x",
          "a+0x1/0x2 ",
          "[<0>] ",
          ", at: (a){+} ",
          "\t",
          " from ",
          "RAX: 0 ",
          "NvC");

  private static final List<String> BODIES =
      List.of(
          "%s",
          " %s",
          "Call Trace:\n %s",
          "RIP: 0010:%s",
          "Code: %s",
          "Modules linked in: %s",
          "CPU: 1 PID: 2 Comm: %s",
          "Tainted: %s",
          "Krnl Code: %s",
          "Instruction dump:\n%s",
          "_R%s+0x1/0x2",
          "INFO: task %s blocked",
          "[<c0101234>] (%s) from [<c0101234>] (%s)");

  /// Far more than is needed, as the machine may be busy: a blow-up takes hours.
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static void read(String text) {
    List<LogReport> found = new ArrayList<>();
    try {
      ReportFinder.read(
          new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), found::add);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    for (LogReport report : found) {
      Headline headline = Headlines.of(report);
      ReportParts parts = ReportParts.of(report);
      assertThat(Signature.of(headline, parts)).hasSize(16);
      assertThat(Severity.of(report, headline).reason()).isNotEmpty();
      assertThat(headline.title().length()).isLessThan(400);
      assertThat(report.gaps().words()).doesNotContainNull();
    }
  }

  private static String run(String piece) {
    return piece.repeat(ReportFinder.MAX_LINE / piece.length());
  }

  private static void within(Duration limit, String what, Runnable work) {
    Assertions.assertTimeoutPreemptively(limit, work::run, what);
  }

  @Test
  void longRunsBehindEachFirstWord() {
    for (String anchor : Kinds.anchors()) {
      within(
          LIMIT,
          anchor,
          () -> RUNS.forEach(piece -> read("[    1.000000] " + anchor + run(piece) + "\n")));
    }
  }

  @Test
  void longRunsInAReport() {
    for (String piece : RUNS) {
      within(
          LIMIT,
          piece,
          () -> {
            for (String body : BODIES) {
              read("BUG: KASAN: use-after-free in f+0x1/0x2\n" + body.replace("%s", run(piece)));
              read("Oops: 0002 [#1] SMP\n" + body.replace("%s", run(piece)) + "\n f+0x1/0x2\n");
            }
          });
    }
  }

  @Test
  void manyLongLinesOfOneReport() {
    String line = "INFO: " + "x ".repeat(2000) + "\n";
    within(
        LIMIT,
        "3000 lines",
        () -> {
          read("BUG: soft lockup - CPU#1 stuck for 22s! [a:1]\n" + line.repeat(3000));
          read(
              "INFO: task a:1 blocked for more than 120 seconds.\n" + " a+0x1/0x2\n".repeat(20000));
        });
  }

  @Test
  void randomBytes() {
    Random random = new Random(6);
    List<String> anchors = Kinds.anchors();
    for (int round = 0; round < 300; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 400; i++) {
        if (random.nextInt(10) == 0) {
          text.append('\n').append(anchors.get(random.nextInt(anchors.size())));
        }
        text.append(
            (char) (random.nextInt(3) == 0 ? random.nextInt(256) : 32 + random.nextInt(95)));
      }
      read(text.toString());
    }
  }

  /// Bent copies of real logs, where such a collection lies beside the checkout.
  @Test
  @Tag("lab")
  void bentLogs() throws IOException {
    Path folder =
        Path.of(System.getProperty("inquest.oopses", "../../shared/corpora/syzkaller/report"));
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.isDirectory(folder), "no logs in " + folder);
    Random random = new Random(8);
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.sorted().toList();
    }
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      String name = file.getFileName().toString();
      within(Duration.ofSeconds(120), name, () -> bend(bytes, random));
    }
  }

  private static void bend(byte[] bytes, Random random) {
    int step = Math.max(100, bytes.length / 20);
    for (int cut = 0; cut < bytes.length; cut += step) {
      read(new String(bytes, 0, cut, StandardCharsets.ISO_8859_1));
    }
    List<String> lines =
        new ArrayList<>(new String(bytes, StandardCharsets.ISO_8859_1).lines().toList());
    for (int round = 0; round < 4 && !lines.isEmpty(); round++) {
      byte[] bent = Arrays.copyOf(bytes, bytes.length);
      for (int i = 0; i < bytes.length / 200 + 1; i++) {
        bent[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      read(new String(bent, StandardCharsets.ISO_8859_1));
      List<String> other = new ArrayList<>(lines);
      for (int i = 0; i < 20; i++) {
        int a = random.nextInt(other.size());
        other.set(a, other.get(random.nextInt(other.size())));
      }
      other.remove(random.nextInt(other.size()));
      read(String.join("\n", other));
    }
  }
}
