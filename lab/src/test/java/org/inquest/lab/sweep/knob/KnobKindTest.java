package org.inquest.lab.sweep.knob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class KnobKindTest {
  private static final String INJECT = "/sys/kernel/debug/fail_function/inject";
  private static final String TRIGGER = "/sys/kernel/tracing/events/kmem/kmalloc/trigger";

  private static List<String> writes(String path, String saved, String now) {
    return KnobKind.of(path).restoring(path, saved, now).stream().map(KnobWrite::value).toList();
  }

  @Test
  void whatSaysTheSameIsNotWritten() {
    assertThat(writes("/sys/kernel/debug/failslab/interval", "1", "1")).isEmpty();
    assertThat(writes(INJECT, "open_ctree [btrfs]", "open_ctree [btrfs]")).isEmpty();
  }

  @Test
  void aNegativeNumberIsWrittenInTheFormThatAllKernelsTake() {
    assertThat(writes("/sys/kernel/debug/failslab/times", "-1", "0")).containsExactly("0xffffffff");
    assertThat(writes("/sys/kernel/debug/failslab/times", "7", "-1")).containsExactly("7");
  }

  @Test
  void functionsAreTakenOutAndPutInOneByOne() {
    assertThat(writes(INJECT, "open_ctree [btrfs]\nmount_bdev", "mount_bdev\nshould_failslab"))
        .containsExactly("!should_failslab", "open_ctree");
  }

  @Test
  void aReturnValueIsHexadecimalWithOrWithoutItsSign() {
    String path = "/sys/kernel/debug/fail_function/mount_bdev/retval";
    assertThat(writes(path, "fffffffffffffff4", "fffffffffffffffb"))
        .containsExactly("0xfffffffffffffff4");
    assertThat(writes(path, "0xfffffffffffffff4", "fffffffffffffff4")).isEmpty();
  }

  @Test
  void aTriggerIsTakenOutByItsTextWithoutItsState() {
    String ours = "hist:keys=stacktrace:vals=hitcount:sort=hitcount:size=16384";
    String theirs = "stacktrace:unlimited";
    assertThat(writes(TRIGGER, "# Available triggers:\n# hist", ours + " [active]"))
        .containsExactly("!" + ours);
    assertThat(writes(TRIGGER, theirs, ours + " [paused]")).containsExactly("!" + ours, theirs);
  }

  @Test
  void processesAreDroppedAllAtOnce() {
    String path = "/sys/kernel/tracing/set_event_pid";
    assertThat(writes(path, "", "712")).containsExactly("");
    assertThat(writes(path, "1\n5", "712")).containsExactly("", "1 5");
  }
}
