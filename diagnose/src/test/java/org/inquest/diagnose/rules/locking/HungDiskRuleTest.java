package org.inquest.diagnose.rules.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inquest.diagnose.wait.FakeWaits.holder;
import static org.inquest.diagnose.wait.FakeWaits.idler;
import static org.inquest.diagnose.wait.FakeWaits.process;
import static org.inquest.diagnose.wait.FakeWaits.unread;

import java.util.List;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.diagnose.verdict.Verdict.Found;
import org.inquest.diagnose.wait.FakeWaits;
import org.inquest.diagnose.wait.Holder;
import org.inquest.diagnose.wait.Party;
import org.inquest.diagnose.wait.RootBlocker.Activity;
import org.inquest.kernel.block.Disk;
import org.inquest.kernel.wait.WaitKind;
import org.junit.jupiter.api.Test;

class HungDiskRuleTest {
  private static final long BLOCK = 0xffff_8880_1000_0000L;
  private static final Disk SDA = new Disk("sda", 0xffff_8880_2000_0000L, false);
  private static final Party TOUCH = process(102, "touch");

  private static FakeWaits pileUp(Disk disk, double seconds) {
    Holder hold = holder(TOUCH, Confidence.CERTAIN);
    return new FakeWaits()
        .waits(process(101, "cat"), disk, BLOCK, seconds)
        .waits(TOUCH, disk, BLOCK + 128, seconds)
        .waits(process(103, "ls"), WaitKind.RW_SEMAPHORE, BLOCK + 4096, seconds, hold)
        .endsAt(hold, Activity.WAITING, "itself waits");
  }

  private static List<Verdict> examine(FakeWaits waits) {
    return new HungDiskRule().examine(waits.facts());
  }

  @Test
  void allWhoWaitForADiskAndBehindThemAreOneFinding() {
    FakeWaits waits = pileUp(SDA, 12);
    Found found = (Found) examine(waits).getFirst();
    assertThat(found.role()).isEqualTo(Role.CAUSE);
    assertThat(found.confidence()).isEqualTo(Confidence.LIKELY);
    assertThat(found.claim())
        .startsWith(
            "sda does not complete what it was asked for: PID 101 (cat) and PID 102 (touch) have"
                + " waited, the longest for 12.0 s")
        .contains("PID 102 (touch) holds the rw_semaphore at 0xffff888010001000 meanwhile.")
        .endsWith("Behind that waits PID 103 (ls).");
    assertThat(new RootBlockerRule().examine(waits.facts())).containsExactly(new Verdict.Clear());
    assertThat(new EndlessWaitRule().examine(waits.facts())).containsExactly(new Verdict.Clear());
  }

  @Test
  void aTaskWhoseStateTheDumpLacksWaitsToo() {
    FakeWaits waits = pileUp(SDA, 12).waits(unread(104, "tail"), SDA, BLOCK + 256, 0);
    Found found = (Found) examine(waits).getFirst();
    assertThat(found.claim()).contains("PID 104 (tail)");
    FakeWaits idle = pileUp(SDA, 12).waits(idler(105, "idle"), SDA, BLOCK + 256, 0);
    assertThat(((Found) examine(idle).getFirst()).claim()).doesNotContain("105");
  }

  @Test
  void secondsUnderLoadAreContextUnlessTheDiskIsSuspended() {
    Found busy = (Found) examine(pileUp(SDA, 4)).getFirst();
    assertThat(busy.role()).isEqualTo(Role.CONTEXT);
    Found suspended = (Found) examine(pileUp(new Disk("dm-0", 0, true), 4)).getFirst();
    assertThat(suspended.role()).isEqualTo(Role.CAUSE);
    assertThat(suspended.confidence()).isEqualTo(Confidence.CERTAIN);
    assertThat(suspended.claim()).startsWith("dm-0 is suspended");
  }

  @Test
  void shortWaitsAndSleepThatASignalEndsAreNothing() {
    assertThat(examine(pileUp(SDA, 1))).containsExactly(new Verdict.Clear());
    assertThat(examine(new FakeWaits().waits(idler(101, "cat"), SDA, BLOCK, 12)))
        .containsExactly(new Verdict.Clear());
  }
}
