package org.inquest.diagnose.rules.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inquest.diagnose.wait.FakeWaits.holder;
import static org.inquest.diagnose.wait.FakeWaits.kernelThread;
import static org.inquest.diagnose.wait.FakeWaits.process;

import java.util.List;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.diagnose.verdict.Verdict.Found;
import org.inquest.diagnose.wait.FakeWaits;
import org.inquest.diagnose.wait.Holder;
import org.inquest.diagnose.wait.Party;
import org.inquest.diagnose.wait.RootBlocker.Activity;
import org.inquest.kernel.wait.WaitKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootBlockerRuleTest {
  private static final long LOCK = 0xffff_ffff_c000_1000L;
  private static final Party CLERK = process(101, "clerk");
  private static final Party TELLER = process(102, "teller");
  private static final Party AUDITOR = process(103, "auditor");
  private static final Holder HOLD = holder(CLERK, Confidence.CERTAIN);

  private static List<Verdict> examine(FakeWaits waits) {
    return new RootBlockerRule().examine(waits.facts());
  }

  private static Found found(FakeWaits waits) {
    List<Verdict> verdicts = examine(waits);
    assertThat(verdicts).singleElement().isInstanceOf(Found.class);
    return (Found) verdicts.getFirst();
  }

  private static FakeWaits held(double seconds, Activity activity, String details) {
    return new FakeWaits()
        .waits(TELLER, WaitKind.MUTEX, LOCK, seconds, HOLD)
        .endsAt(HOLD, activity, details);
  }

  @ParameterizedTest
  @CsvSource({"EXITED", "USER_SPACE"})
  void whoLeftTheKernelWithTheLockNeverLetsGo(Activity activity) {
    Found found = found(held(0.2, activity, "has left"));
    assertThat(found.role()).isEqualTo(Role.CAUSE);
    assertThat(found.confidence()).isEqualTo(Confidence.CERTAIN);
    assertThat(found.claim())
        .isEqualTo(
            "PID 101 (clerk) holds the mutex at 0xffffffffc0001000 and has left."
                + " Behind it waits PID 102 (teller) for 0.2 s.");
    assertThat(found.subjects())
        .contains(
            new Subject.TaskSubject(CLERK.address(), 101),
            new Subject.TaskSubject(TELLER.address(), 102),
            new Subject.ObjectSubject(LOCK));
  }

  @ParameterizedTest
  @CsvSource({"SLEEPING, 1.5, POSSIBLE", "SLEEPING, 12, LIKELY", "RUNNING, 12, LIKELY"})
  void whoIsStillInTheKernelMayLetGoUntilItHasBeenLong(
      Activity activity, double seconds, Confidence sure) {
    Found found = found(held(seconds, activity, "is still there"));
    assertThat(found.role()).isEqualTo(Role.CAUSE);
    assertThat(found.confidence()).isEqualTo(sure);
  }

  @Test
  void allWhoWaitBehindItAreNamed() {
    FakeWaits waits =
        new FakeWaits()
            .waits(TELLER, WaitKind.MUTEX, LOCK, 12, HOLD)
            .waits(AUDITOR, WaitKind.MUTEX, LOCK + 64, 11, holder(TELLER, Confidence.CERTAIN))
            .endsAt(HOLD, Activity.SLEEPING, "sleeps in msleep");
    assertThat(found(waits).claim())
        .endsWith("Behind it wait PID 102 (teller) and PID 103 (auditor), the longest for 12.0 s.");
  }

  @Test
  void whoSpinsBehindItIsNamedWithTheCpuItBurns() {
    FakeWaits waits =
        new FakeWaits()
            .spins(TELLER, LOCK, HOLD)
            .endsAt(HOLD, Activity.USER_SPACE, "has left the kernel");
    assertThat(found(waits).claim()).endsWith(" Behind it spins PID 102 (teller) on CPU 0.");
  }

  @Test
  void aWorkerHoldsNothingButHasToComeToAnEnd() {
    Party worker = kernelThread(8, "kworker/0:1");
    Holder bringer = holder(worker, Confidence.CERTAIN);
    FakeWaits waits =
        new FakeWaits()
            .waits(TELLER, WaitKind.COMPLETION, LOCK, 12, bringer)
            .endsAt(bringer, Activity.SLEEPING, "sleeps in msleep");
    assertThat(found(waits).claim())
        .startsWith("PID 8 (kworker/0:1) has to bring the completion at 0xffffffffc0001000 and");
  }

  @Test
  void aHolderWithoutACpuIsAConsequence() {
    assertThat(found(held(12, Activity.STARVED, "is ready to run")).role())
        .isEqualTo(Role.CONSEQUENCE);
  }

  @Test
  void shortWaitsAndGuessedHoldersAreNotReported() {
    assertThat(examine(held(0.5, Activity.SLEEPING, "sleeps")))
        .containsExactly(new Verdict.Clear());
    Holder guess = holder(CLERK, Confidence.POSSIBLE);
    FakeWaits guessed =
        new FakeWaits()
            .waits(TELLER, WaitKind.RW_SEMAPHORE, LOCK, 12, guess)
            .endsAt(guess, Activity.SLEEPING, "sleeps");
    assertThat(examine(guessed)).containsExactly(new Verdict.Clear());
  }
}
