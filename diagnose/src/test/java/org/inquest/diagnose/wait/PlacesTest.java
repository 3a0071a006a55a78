package org.inquest.diagnose.wait;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.engine.unwind.Frame;
import org.inquest.formats.testkit.SharedDumps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which ways into three kernels are those of interrupts, which a task in user mode has no part in.
final class PlacesTest {

  private static boolean isInterrupt(Target target, String entry) {
    long pc = target.symbols().address(entry) + 8;
    Frame frame = new Frame(pc, 0, 0, Frame.Origin.UNWIND_TABLE, false, Optional.empty());
    return new Places(target).interruptEntry(frame);
  }

  @ParameterizedTest
  @ValueSource(strings = {"510-mmapsem.kdump", "61-null.kdump", "72-mmapsem.kdump"})
  void systemCallsAndFaultsAreNoInterrupts(String dump) {
    try (Target target = TargetOpener.open(List.of(SharedDumps.dump(dump)))) {
      assertThat(isInterrupt(target, "asm_sysvec_apic_timer_interrupt")).isTrue();
      assertThat(isInterrupt(target, "asm_sysvec_reschedule_ipi")).isTrue();
      assertThat(isInterrupt(target, "asm_common_interrupt")).isTrue();
      assertThat(isInterrupt(target, "asm_exc_page_fault")).isFalse();
      assertThat(isInterrupt(target, "entry_SYSCALL_64_after_hwframe")).isFalse();
    }
  }
}
