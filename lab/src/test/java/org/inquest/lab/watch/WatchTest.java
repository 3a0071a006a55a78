package org.inquest.lab.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a guest's lines mean. The lines are those of real guests.
final class WatchTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong clock = new AtomicLong(-5 * SECOND);
  private final Watch watch = new Watch(Duration.ofSeconds(20), clock::get);

  @Test
  void aCommandThatEndsIsNoBrokenKernel() {
    say("LAB-READY", "LAB-BEAT 0", "hello", "LAB-BEAT 1");
    assertThat(watch.sign()).isEmpty();
    say("LAB-ENDED 3");
    assertThat(watch.sign()).contains(new Sign.Ended(3));
    assertThat(new Sign.Ended(3).broken()).isFalse();
  }

  @Test
  void theLimitIsNoBrokenKernel() {
    say("LAB-STILL-RUNNING 60");
    assertThat(watch.sign()).contains(new Sign.StillRunning(60));
  }

  @Test
  void aTaskThatWaitsIsNamed() {
    say("LAB-STUCK 131 20 my prog", "LAB-ENDED 0");
    assertThat(watch.sign()).contains(new Sign.Stuck(131, "my prog", 20));
    assertThat(new Sign.Stuck(131, "my prog", 20).text())
        .isEqualTo("the task my prog (131) waited in D state for 20 s");
  }

  @Test
  void aLaterSignOfTroubleOverrulesAnEarlierEnd() {
    say("LAB-ENDED 0", "LAB-STARVED 21");
    assertThat(watch.sign()).contains(new Sign.Starved(21));
  }

  @Test
  void silenceIsAHangOnlyAfterPatience() {
    watch.begin();
    clock.addAndGet(19 * SECOND);
    assertThat(watch.sign()).isEmpty();
    say("LAB-BEAT 0");
    clock.addAndGet(19 * SECOND);
    assertThat(watch.sign()).isEmpty();
    clock.addAndGet(SECOND);
    assertThat(watch.sign()).contains(new Sign.Silent(20));
  }

  @Test
  void beforeTheCommandStartsNothingIsExpected() {
    watch.line("[    0.000000] Linux version 6.1.0-56-cloud-amd64");
    watch.line("[    0.100000] BUG: not ours");
    clock.addAndGet(1000 * SECOND);
    assertThat(watch.sign()).isEmpty();
  }

  @Test
  void theCrashKernelsFirstWordsAreTheOldOnesEnd() {
    say(
        "LAB-BEAT 4",
        "[   14.2] BUG: kernel NULL pointer dereference, address: 0000000000000010",
        "[   14.3] Oops: 0002 [#1] PREEMPT SMP NOPTI");
    assertThat(watch.sign()).isEmpty(); // It is not over yet.
    watch.line("[    0.000000] Linux version 6.1.0-56-cloud-amd64");
    clock.addAndGet(1000 * SECOND);
    assertThat(watch.sign())
        .contains(
            new Sign.Dying("BUG: kernel NULL pointer dereference, address: 0000000000000010"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[   14.3][  T131] Kernel panic - not syncing: softlockup: hung tasks",
        "Kernel panic - not syncing: softlockup: hung tasks",
        "[   14.323456] Kernel panic - not syncing: softlockup: hung tasks"
      })
  void aPanicIsQuotedWithoutItsStamp(String line) {
    say("LAB-BEAT 1", line);
    assertThat(watch.sign())
        .contains(new Sign.Dying("Kernel panic - not syncing: softlockup: hung tasks"));
  }

  @Test
  void aTornLineSaysNothing() {
    say("LAB-ST", "UCK 131", "LAB-STUCK 131", "LAB-ENDED", "LAB-ENDED 99999999999999999999");
    assertThat(watch.sign()).isEmpty();
  }

  @Test
  void ourWordsAreHeardBehindOthers() {
    say("half a lineLAB-ENDED 0");
    assertThat(watch.sign()).contains(new Sign.Ended(0));
    assertThat(Watch.isBeat("LAB-BEAT 17")).isTrue();
    assertThat(Watch.isBeat("LAB-ENDED 0")).isFalse();
  }

  private void say(String... lines) {
    watch.begin();
    for (String line : lines) {
      watch.line(line);
    }
  }
}
