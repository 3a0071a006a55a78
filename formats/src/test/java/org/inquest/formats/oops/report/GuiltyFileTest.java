package org.inquest.formats.oops.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GuiltyFileTest {
  @Test
  void helpersAreNotToBlame() {
    assertThat(
            GuiltyFile.of(
                List.of("lib/refcount.c", "include/linux/refcount.h", "net/sctp/socket.c")))
        .contains("net/sctp/socket.c");
    assertThat(GuiltyFile.of(List.of("./include/linux/list.h", "fs/timerfd.c", "fs/eventfd.c")))
        .contains("fs/timerfd.c");
  }

  @Test
  void whatIsLeftIsBetterThanNothing() {
    assertThat(GuiltyFile.of(List.of("lib/dump_stack.c", "include/linux/spinlock.h", "mm/slub.c")))
        .contains("include/linux/spinlock.h");
    assertThat(GuiltyFile.of(List.of("lib/dump_stack.c"))).isEmpty();
    assertThat(GuiltyFile.of(List.of())).isEmpty();
  }

  @Test
  void theBuildsOwnFolderIsTakenOff() {
    assertThat(GuiltyFile.of(List.of("/home/me/build/arch/x86/entry/a.S", "/src/x/ipc/util.c")))
        .contains("ipc/util.c");
  }

  @Test
  void aStallIsBelowTheInterruptThatNoticed() {
    List<String> report =
        List.of(
            "INFO: rcu_sched detected stalls on CPUs/tasks:",
            " <IRQ>",
            " rcu_pending+0x1/0x2 drivers/gpu/x.c:3",
            " </IRQ>",
            " spin+0x1/0x2 [inline] sound/core/seq/seq_clientmgr.c:12");
    assertThat(GuiltyFile.inText(report)).contains("sound/core/seq/seq_clientmgr.c");
  }
}
