package org.inquest.formats.oops.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Where reports begin and end.
final class ReportFinderTest {
  private static final String OOPS =
      """
      BUG: kernel NULL pointer dereference, address: 0000000000000018
      #PF: supervisor write access in kernel mode
      Oops: 0002 [#1] PREEMPT SMP NOPTI
      CPU: 3 PID: 12 Comm: cat Not tainted 6.1.0-x #1
      RIP: 0010:put_it+0x7/0x20 [sick]
      RAX: 0000000000000000 RBX: 0000000000000000 RCX: 6b6b6b6b6b6b6b6b
      Call Trace:
       <TASK>
       take_it+0x11/0x22 [sick]
       vfs_write+0xc7/0x3f0
      Modules linked in: sick(OE) virtio_net net_failover
      ---[ end trace 0000000000000000 ]---
      """;

  private static List<LogReport> find(String text) {
    List<LogReport> found = new ArrayList<>();
    try {
      ReportFinder.read(
          new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), found::add);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return found;
  }

  private static String title(LogReport report) {
    return Headlines.of(report).title();
  }

  private static String stamped(String text) {
    return text.lines().map(line -> "[   12.345678] " + line + "\n").collect(Collectors.joining());
  }

  @Test
  void whatAWarningWarnsOfStandsBeforeIt() {
    String text =
        """
        ------------[ cut here ]------------
        refcount_t: underflow; use-after-free.
        WARNING: CPU: 1 PID: 2 at lib/refcount.c:28 refcount_warn_saturate+0x1/0x2
        Call Trace:
         put_it+0x1/0x2
        ---[ end trace 0000000000000000 ]---
        """;
    LogReport report = find(text).getFirst();
    assertThat(report.said()).isEqualTo("refcount_t: underflow; use-after-free.");
    assertThat(report.first().number()).isEqualTo(2);
    assertThat(report.gaps().words()).isEmpty();
  }

  @Test
  void twoReportsOfOneCallerAreTwo() {
    String kasan =
        """
        BUG: KASAN: slab-out-of-bounds in take_it+0x1/0x2
        Read of size 4 at addr ffff888012345678 by task a/1
        Call Trace:
         take_it+0x1/0x2
        """;
    assertThat(find(stamped(kasan + OOPS)))
        .extracting(ReportFinderTest::title)
        .containsExactly(
            "KASAN: slab-out-of-bounds Read in take_it",
            "BUG: unable to handle kernel NULL pointer dereference in put_it");
  }

  @Test
  void whatFollowsForLongIsNoPartOfIt() {
    String text =
        stamped(OOPS.replaceAll("---.*\n", "")) + stamped("eth0: link is up\n".repeat(500));
    LogReport report = find(text).getFirst();
    assertThat(report.lines()).hasSize(11);
    assertThat(report.gaps().ended()).isFalse();
  }

  @Test
  void aLogThatEndsInsideSaysSo() {
    String half = stamped(OOPS.substring(0, OOPS.indexOf("Call Trace")));
    LogReport report = find(half).getFirst();
    assertThat(report.gaps().ended()).isTrue();
    assertThat(report.gaps().words().getFirst()).contains("the log ends in the middle of it");
    assertThat(find(stamped(OOPS)).getFirst().gaps()).isEqualTo(Gaps.NONE);
  }

  @Test
  void aLogThatBeginsInsideSaysSo() {
    String half = "eth0: link is up\n" + OOPS.substring(OOPS.indexOf("RIP"));
    LogReport report = find(stamped(half)).getFirst();
    assertThat(report.gaps().begun()).isTrue();
    assertThat(title(report)).isEqualTo("a report without its beginning in put_it");
    assertThat(ReportParts.of(report).cpu().at().orElseThrow().function()).isEqualTo("put_it");
    assertThat(
            title(find(stamped(half + "Kernel panic - not syncing: Fatal exception\n")).getFirst()))
        .isEqualTo("kernel panic: Fatal exception");
  }

  @Test
  void droppedMessagesAreCounted() {
    String text =
        stamped(OOPS)
            .replace(
                "[   12.345678] Call", "** 17 printk messages dropped **\n[   12.345678] Call");
    LogReport report = find(text).getFirst();
    assertThat(report.gaps().dropped()).isEqualTo(17);
    assertThat(report.gaps().words())
        .containsExactly("the kernel dropped 17 messages while it was written");
  }

  @Test
  void linesThatATerminalBrokeAreJoined() {
    StringBuilder wrapped = new StringBuilder();
    String long1 = "Modules linked in: " + "some_module_name ".repeat(12) + "last_one";
    String frame =
        " a_function_with_a_name_that_is_longer_than_most_terminals_are_wide+0x11/0x22 [sick]";
    String text = OOPS.replaceAll("Modules.*", long1).replace(" take_it+0x11/0x22 [sick]", frame);
    stamped(text)
        .lines()
        .forEach(line -> {
          for (int at = 0; at < line.length(); at += 80) {
            wrapped.append(line, at, Math.min(line.length(), at + 80)).append('\n');
          }
        });
    LogReport report = find(wrapped.toString()).getFirst();
    assertThat(report.text()).contains(frame).contains(long1);
    ReportParts parts = ReportParts.of(report);
    assertThat(parts.machine().modules()).hasSize(13).endsWith("last_one");
    assertThat(parts.stacks().getFirst().frames().getFirst().place().size()).isEqualTo(0x22);
  }

  @Test
  void cpusThatSpeakAtOnceAreKeptApart() {
    StringBuilder mixed = new StringBuilder();
    OOPS.lines()
        .forEach(line ->
            mixed
                .append("[   12.345678][  T12] ")
                .append(line)
                .append('\n')
                .append("[   12.345678][   C1] ")
                .append(line.replace("put_it", "drop_it"))
                .append('\n'));
    List<LogReport> found = find(mixed.toString());
    assertThat(found).hasSize(2);
    assertThat(title(found.get(0))).endsWith("put_it");
    assertThat(title(found.get(1))).endsWith("drop_it");
  }

  @Test
  void everyPrefixGivesTheSameReport() {
    String expected = title(find(OOPS).getFirst());
    for (String prefix :
        List.of(
            "<4>",
            "<4>[    1.000000] ",
            "Nov 12 10:00:00 h kernel: [    1.000000] ",
            "Nov 12 10:00:00 h kernel: ",
            "2026-11-12T10:00:00+0000 h kernel: ",
            "[Thu Nov 12 10:00:00 2026] ",
            "kern  :warn  : [    1.000000] ",
            "6,12,34,-;",
            "[2026-11-12 10:00:00] ",
            "[    1.000000] h kernel: ")) {
      String text = OOPS.lines().map(line -> prefix + line + "\r\n").collect(Collectors.joining());
      List<LogReport> found = find("unrelated\n".repeat(400) + text);
      assertThat(found).as(prefix).hasSize(1);
      assertThat(title(found.getFirst())).as(prefix).isEqualTo(expected);
      assertThat(found.getFirst().text()).as(prefix).isEqualTo(OOPS);
      assertThat(found.getFirst().first().number()).isEqualTo(400);
    }
  }
}
