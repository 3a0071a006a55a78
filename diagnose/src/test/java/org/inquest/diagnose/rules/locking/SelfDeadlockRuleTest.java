package org.inquest.diagnose.rules.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inquest.diagnose.wait.FakeWaits.holder;
import static org.inquest.diagnose.wait.FakeWaits.process;

import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Verdict.Found;
import org.inquest.diagnose.wait.FakeWaits;
import org.inquest.diagnose.wait.Holder;
import org.inquest.diagnose.wait.Party;
import org.inquest.kernel.wait.WaitKind;
import org.junit.jupiter.api.Test;

class SelfDeadlockRuleTest {
  private static final long LOCK = 0xffff_ffff_c000_1000L;
  private static final Party AUDITOR = process(133, "auditor");
  private static final Holder SEEMS = holder(AUDITOR, Confidence.LIKELY);

  private static Found found(double tellerWaits) {
    FakeWaits waits =
        new FakeWaits()
            .waits(AUDITOR, WaitKind.MUTEX, LOCK, 2, SEEMS)
            .waits(process(127, "teller"), WaitKind.MUTEX, LOCK, tellerWaits, SEEMS)
            .age(AUDITOR, 2.5);
    return (Found) new SelfDeadlockRule().examine(waits.facts()).getFirst();
  }

  @Test
  void whoWasBornAfterOthersBeganToWaitDidNotTakeTheLock() {
    Found found = found(3);
    assertThat(found.confidence()).isEqualTo(Confidence.CERTAIN);
    assertThat(found.claim())
        .contains(
            "PID 127 (teller) already waited for it before this one began.",
            "Stuck behind it: PID 127 (teller)");
  }

  @Test
  void whoIsOlderThanAllWaitsMayHaveTakenIt() {
    Found found = found(1);
    assertThat(found.confidence()).isEqualTo(Confidence.LIKELY);
    assertThat(found.claim()).contains("or this one left it locked in an earlier call.");
  }
}
