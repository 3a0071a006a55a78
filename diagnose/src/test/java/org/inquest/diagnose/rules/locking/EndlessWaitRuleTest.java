package org.inquest.diagnose.rules.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inquest.diagnose.wait.FakeWaits.holder;
import static org.inquest.diagnose.wait.FakeWaits.idler;
import static org.inquest.diagnose.wait.FakeWaits.kernelThread;
import static org.inquest.diagnose.wait.FakeWaits.process;

import java.util.List;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.diagnose.verdict.Verdict.Found;
import org.inquest.diagnose.wait.FakeWaits;
import org.inquest.diagnose.wait.Holder;
import org.inquest.diagnose.wait.RootBlocker.Activity;
import org.inquest.kernel.wait.WaitKind;
import org.junit.jupiter.api.Test;

class EndlessWaitRuleTest {
  private static final long THING = 0xffff_ffff_c000_2000L;

  private static List<Verdict> examine(FakeWaits waits) {
    return new EndlessWaitRule().examine(waits.facts());
  }

  private static Found found(FakeWaits waits) {
    List<Verdict> verdicts = examine(waits);
    assertThat(verdicts).singleElement().isInstanceOf(Found.class);
    return (Found) verdicts.getFirst();
  }

  @Test
  void afterTenSecondsTheWaitIsTheReason() {
    Found found =
        found(new FakeWaits().waits(process(101, "editor"), WaitKind.COMPLETION, THING, 11));
    assertThat(found.role()).isEqualTo(Role.CAUSE);
    assertThat(found.confidence()).isEqualTo(Confidence.POSSIBLE);
    assertThat(found.claim())
        .isEqualTo(
            "PID 101 (editor) has waited 11.0 s for the completion at 0xffffffffc0002000 in"
                + " ask_for_it, and nobody has ended that wait.");
  }

  @Test
  void allWhoWaitForOneThingAreOneFinding() {
    FakeWaits waits =
        new FakeWaits()
            .waits(process(101, "disk"), WaitKind.SEMAPHORE, THING, 11)
            .waits(process(102, "card"), WaitKind.SEMAPHORE, THING, 12);
    assertThat(found(waits).claim())
        .startsWith("PID 101 (disk) and PID 102 (card) have waited 12.0 s for the semaphore")
        .endsWith("which no task is known to hold.");
  }

  @Test
  void secondsAreContextAndLessIsNothing() {
    assertThat(found(new FakeWaits().waits(process(101, "dd"), WaitKind.PAGE, THING, 3)).role())
        .isEqualTo(Role.CONTEXT);
    assertThat(examine(new FakeWaits().waits(process(101, "dd"), WaitKind.PAGE, THING, 1)))
        .containsExactly(new Verdict.Clear());
  }

  @Test
  void sleepThatASignalEndsAndIdleKernelThreadsAreNoFault() {
    FakeWaits waits =
        new FakeWaits()
            .waits(idler(101, "shell"), WaitKind.WAIT_QUEUE, THING, 500)
            .waits(kernelThread(20, "oom_reaper"), WaitKind.WAIT_QUEUE, THING + 64, 60);
    assertThat(examine(waits)).containsExactly(new Verdict.Clear());
  }

  @Test
  void whatARootBlockerWaitsForIsToldThere() {
    Holder hold = holder(process(101, "editor"), Confidence.CERTAIN);
    FakeWaits waits =
        new FakeWaits()
            .waits(hold.party(), WaitKind.COMPLETION, THING, 12)
            .waits(process(102, "reader"), WaitKind.MUTEX, THING + 64, 11, hold)
            .endsAt(hold, Activity.WAITING, "itself waits");
    assertThat(examine(waits)).containsExactly(new Verdict.Clear());
  }
}
