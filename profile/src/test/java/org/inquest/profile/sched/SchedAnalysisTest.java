package org.inquest.profile.sched;

import static org.inquest.profile.sched.SchedFile.IDLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.Unavailable;
import org.inquest.profile.export.StackTree;
import org.inquest.profile.export.Stacks;
import org.inquest.profile.finding.ProfileFacts;
import org.inquest.profile.finding.RealTimeRule;
import org.inquest.profile.model.Profile;
import org.inquest.profile.report.SampleFilter;
import org.inquest.profile.sched.SchedFile.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is made of the scheduler's records.
final class SchedAnalysisTest {
  private static final long MS = 1_000_000;
  private static final Task APP = new Task(7, "app", 120);
  private static final Task WRITER = new Task(8, "writer", 120);
  private static final Task DISK = new Task(9, "disk", 100);
  private static final Task HOG = new Task(10, "hog", 0);

  @TempDir Path machine;

  private SchedReport report(SchedFile file) {
    try (Profile profile = file.open(machine)) {
      return SchedAnalysis.of(profile, SampleFilter.ALL, 10);
    }
  }

  private static SchedFile file() {
    return new SchedFile(ByteOrder.LITTLE_ENDIAN).described();
  }

  private static TaskTimes task(SchedReport report, Task task) {
    return report.tasks().stream()
        .filter(t -> t.party().tid() == task.tid())
        .findFirst()
        .orElseThrow();
  }

  /// The app sleeps from 10 to 60 ms; the writer, which wakes it, slept itself from 20 to 50 until
  /// an interrupt came.
  private static SchedFile chain(ByteOrder order) {
    return new SchedFile(order)
        .described()
        .named(APP)
        .named(WRITER)
        .switched(5 * MS, 0, IDLE, SchedFile.RUNNABLE, APP)
        .switched(10 * MS, 0, APP, SchedFile.UNINTERRUPTIBLE, WRITER)
        .switched(20 * MS, 0, WRITER, SchedFile.SLEEP, IDLE)
        .waking(50 * MS, 0, IDLE, true, WRITER, 0)
        .switched(51 * MS, 0, IDLE, SchedFile.RUNNABLE, WRITER)
        .waking(60 * MS, 0, WRITER, false, APP, 0)
        .switched(64 * MS, 0, WRITER, SchedFile.ENDED, APP)
        .switched(70 * MS, 0, APP, SchedFile.RUNNABLE, IDLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
  void aSleepEndsWithItsWakerAndWhoWokeThat(String order) {
    SchedReport report =
        report(chain(order.startsWith("B") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN));
    LongWait wait = report.waits().get(Rest.UNINTERRUPTIBLE).getFirst();
    assertEquals("app (PID 7)", wait.task().text());
    assertEquals(50 * MS, wait.length());
    Wake wake = wait.wake();
    assertNotNull(wake);
    assertEquals("writer (PID 8)", wake.waker().text());
    assertFalse(wake.interrupt());
    Wake before = wake.before();
    assertNotNull(before);
    assertTrue(before.interrupt());
    assertEquals(30 * MS, before.time() - before.from());
    assertNull(before.before());
    assertEquals(50 * MS, task(report, APP).slept(Rest.UNINTERRUPTIBLE));
    assertEquals(30 * MS, task(report, WRITER).slept(Rest.INTERRUPTIBLE));
    assertEquals(List.of(), report.gaps());
  }

  @Test
  void waitsForACpuBeginWithTheWakeUp() {
    SchedReport report = report(chain(ByteOrder.LITTLE_ENDIAN));
    Delays delays = task(report, APP).afterWake();
    assertEquals(1, delays.count());
    assertEquals(4 * MS, delays.longest());
    assertEquals(60 * MS, delays.longestAt());
    assertEquals(1 * MS, task(report, WRITER).afterWake().total());
    CpuTimes cpu = report.cpus().getFirst();
    assertEquals(2, cpu.delays().count());
    assertEquals(31 * MS, cpu.idle());
    assertEquals(11 * MS, task(report, APP).ran());
    assertEquals(23 * MS, task(report, WRITER).ran());
  }

  @Test
  void aRealTimeHogHoldsItsCpuWhileOthersWait() {
    SchedReport report =
        report(
            file()
                .switched(0, 1, IDLE, SchedFile.RUNNABLE, APP)
                .switched(10 * MS, 1, APP, SchedFile.PREEMPTED, HOG)
                .waking(20 * MS, 0, IDLE, true, WRITER, 1)
                .waking(30 * MS, 0, IDLE, true, DISK, 0)
                .switched(3210 * MS, 1, HOG, SchedFile.SLEEP, WRITER));
    Hold hold = report.holds().getFirst();
    assertEquals("hog (PID 10)", hold.task().text());
    assertEquals("real time 99", hold.task().policy());
    assertEquals(3200 * MS, hold.length());
    assertEquals(2, hold.waiting());
    assertEquals(1, hold.cpu());
    assertFalse(hold.open());
    LongWait app = report.waits().get(Rest.RUNNABLE).getFirst();
    assertTrue(app.open());
    assertEquals("hog (PID 10)", String.valueOf(app.cause() == null ? "" : app.cause().text()));
  }

  @Test
  void findingsNameTheHog() {
    SchedFile file =
        file()
            .named(HOG)
            .switched(10 * MS, 1, APP, SchedFile.PREEMPTED, HOG)
            .waking(20 * MS, 0, IDLE, true, WRITER, 1)
            .switched(3210 * MS, 1, HOG, SchedFile.SLEEP, WRITER);
    try (Profile profile = file.open(machine)) {
      ProfileFacts facts = ProfileFacts.of(profile, SampleFilter.ALL).orElseThrow();
      Verdict verdict = new RealTimeRule().examine(facts).getFirst().verdict();
      Verdict.Found found = assertInstanceOf(Verdict.Found.class, verdict);
      assertTrue(
          found.claim().contains("hog (PID 10) (real time 99) had CPU 1 for 3.2 s"), found.claim());
    }
  }

  @Test
  void aHogThatNeverLetsGoIsSeenByWhatOthersDo() {
    SchedReport report =
        report(
            file()
                .named(HOG)
                .waking(10 * MS, 1, HOG, true, WRITER, 1)
                .waking(2010 * MS, 1, HOG, true, DISK, 1)
                .switched(2010 * MS, 0, IDLE, SchedFile.RUNNABLE, APP));
    Hold hold = report.holds().getFirst();
    assertEquals(10, hold.task().tid());
    assertEquals(2000 * MS, hold.length());
    assertTrue(hold.open());
  }

  @Test
  void whoIsPreemptedWaitsForWhoCame() {
    SchedReport report =
        report(
            file()
                .switched(1 * MS, 0, IDLE, SchedFile.RUNNABLE, APP)
                .switched(2 * MS, 0, APP, SchedFile.RUNNABLE, WRITER)
                .switched(5 * MS, 0, WRITER, SchedFile.PREEMPTED, APP)
                .switched(6 * MS, 0, APP, SchedFile.ENDED, WRITER));
    PairSum first = report.preemptions().getFirst();
    assertEquals(7, first.waiter().tid());
    assertEquals(8, first.other().tid());
    assertEquals(3 * MS, first.delays().total());
    assertEquals(3 * MS, task(report, APP).atExit().total());
    assertEquals(0, task(report, APP).inKernel().count());
    assertEquals(1 * MS, task(report, WRITER).inKernel().total());
  }

  @Test
  void sleepThatNeverEndsIsToldAsItIs() {
    SchedReport report =
        report(
            file()
                .switched(1 * MS, 0, APP, SchedFile.UNINTERRUPTIBLE, IDLE)
                .switched(900 * MS, 1, IDLE, SchedFile.RUNNABLE, WRITER));
    LongWait wait = report.waits().get(Rest.UNINTERRUPTIBLE).getFirst();
    assertTrue(wait.open());
    assertEquals(899 * MS, wait.length());
    assertNull(wait.wake());
  }

  @Test
  void waitsThatSpanALossAreUnsure() {
    SchedReport report = report(chain(ByteOrder.LITTLE_ENDIAN).lost(55 * MS, 3));
    assertEquals(3, report.lost());
    LongWait app = report.waits().get(Rest.UNINTERRUPTIBLE).getFirst();
    assertTrue(app.unsure());
    assertFalse(report.waits().get(Rest.INTERRUPTIBLE).getFirst().unsure());
    assertEquals(1, report.unsure());
    assertTrue(report.gaps().getFirst().startsWith("3 records were lost; 1 waits"));
  }

  @Test
  void offCpuTimeIsInMicrosecondsByStack() {
    try (Profile profile = chain(ByteOrder.LITTLE_ENDIAN).open(machine)) {
      Stacks stacks = SchedAnalysis.offCpu(profile, SampleFilter.ALL, rest -> true, true);
      StackTree tree = stacks.tree();
      long all = 0;
      long app = 0;
      for (int node = 0; node < tree.size(); node++) {
        all += tree.self(node);
        app += tree.name(tree.path(node)[0]).equals("app") ? tree.self(node) : 0;
      }
      assertEquals(54_000, app);
      assertEquals(54_000 + 31_000, all);
      assertEquals(2, stacks.timeline().orElseThrow().size());
      Stacks sleep =
          SchedAnalysis.offCpu(profile, SampleFilter.ALL, rest -> rest == Rest.INTERRUPTIBLE, true);
      assertEquals(1, sleep.timeline().orElseThrow().size());
    }
  }

  @Test
  void aFilterChoosesWhoseWaitsAreTold() {
    try (Profile profile = chain(ByteOrder.LITTLE_ENDIAN).open(machine)) {
      SchedReport report = SchedAnalysis.of(profile, SampleFilter.of(List.of("comm:writer")), 10);
      assertEquals(List.of(), report.waits().get(Rest.UNINTERRUPTIBLE));
      assertEquals(1, report.waits().get(Rest.INTERRUPTIBLE).size());
    }
  }

  @Test
  void withoutADescriptionNothingIsGuessed() {
    SchedFile file = new SchedFile(ByteOrder.LITTLE_ENDIAN);
    file.switched(1 * MS, 0, APP, SchedFile.SLEEP, IDLE);
    Unavailable none = assertThrows(Unavailable.class, () -> report(file));
    assertTrue(none.getMessage().contains("TRACING_DATA"), none::getMessage);
  }

  @Test
  void damageIsNamed() {
    byte[] whole = chain(ByteOrder.LITTLE_ENDIAN).bytes();
    for (int length = 0; length < whole.length; length += 7) {
      survives(Arrays.copyOf(whole, length));
    }
    Random random = new Random(5);
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = whole.clone();
      for (int k = 0; k < 3; k++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      survives(damaged);
    }
  }

  private void survives(byte[] bytes) {
    try (Profile profile = SchedFile.open(bytes, machine)) {
      assertTrue(SchedAnalysis.of(profile, SampleFilter.ALL, 10).cpus().size() < 100);
    } catch (InquestException e) {
      assertNotNull(e.getMessage());
    }
  }
}
