package org.inquest.engine.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.inquest.engine.testkit.EditedDump;
import org.inquest.engine.unwind.Registers;
import org.inquest.engine.unwind.Stack;
import org.inquest.formats.dump.ElfNote;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.Unsupported;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The sample with pages missing where it hurts: what is left has to work, and the hole has to be
/// named.
class DamagedTargetTest {
  private final Target healthy = TargetOpener.open(List.of(EditedDump.sample()));

  @AfterEach
  void close() {
    healthy.close();
  }

  @Test
  void theSampleOpensWithoutAGap() {
    assertThat(healthy.gaps()).isEmpty();
    assertThat(healthy.symbols().kernelSize()).isGreaterThan(20_000);
    assertThat(healthy.global("init_task").member("comm").asString()).isEqualTo("swapper/0");
    assertThat(healthy.cpus().online()).containsExactly(0, 1);
  }

  @Test
  void everyRunningCpuHasAStackThatEnds() {
    for (ElfNote note : healthy.image().notes()) {
      if (note.type() == ElfNote.NT_PRSTATUS && note.name().equals("CORE")) {
        Registers registers = healthy.arch().cpuRegisters(note).orElseThrow();
        Stack stack = healthy.unwinder().unwind(registers);
        assertThat(stack.complete()).as(stack.end() + " " + stack.detail()).isTrue();
      }
    }
  }

  @Test
  void aHoleLateInBtfCostsTheTypesBehindIt() {
    long start = healthy.symbols().address("__start_BTF");
    long stop = healthy.symbols().address("__stop_BTF");
    EditedDump dump = EditedDump.ofSample().hide(healthy, start + (stop - start) / 2);
    try (Target target = TargetOpener.open(dump)) {
      assertThat(target.gaps()).anyMatch(g -> g.contains("BTF"));
      assertThat(target.symbols().kernelSize()).isEqualTo(healthy.symbols().kernelSize());
    }
  }

  @Test
  void aHoleInSymbolNamesCostsTheNamesBehindIt() {
    long names = healthy.vmcoreinfo().symbol("kallsyms_names").orElseThrow();
    EditedDump dump = EditedDump.ofSample().hide(healthy, names + (300 << 10));
    try (Target target = TargetOpener.open(dump)) {
      assertThat(target.symbols().gap()).contains("kallsyms");
      assertThat(target.symbols().kernelSize())
          .isBetween(10_000, healthy.symbols().kernelSize() - 1);
    } catch (Unsupported e) {
      // Without the data symbols behind the hole there are no types; that is one clear line.
      assertThat(e.getMessage()).contains("BTF");
    }
  }

  @Test
  void withoutTheTokenTableNothingHasANameAndThatIsSaid() {
    long tokens = healthy.vmcoreinfo().symbol("kallsyms_token_table").orElseThrow();
    EditedDump dump = EditedDump.ofSample().hide(healthy, tokens);
    assertThatThrownBy(() -> TargetOpener.open(dump))
        .isInstanceOf(Unsupported.class)
        .hasMessageContaining("kallsyms");
  }

  @Test
  void aHoleInTheTopPageTableLeavesTheKernelImage() {
    EditedDump dump =
        EditedDump.ofSample().hide(healthy, healthy.symbols().address("init_top_pgt"));
    try (Target target = TargetOpener.open(dump)) {
      assertThat(target.global("init_task").member("comm").asString()).isEqualTo("swapper/0");
      long heap = healthy.global("init_task").member("tasks.next").asLong();
      assertThatThrownBy(() -> target.memory().readLong(heap))
          .isInstanceOf(MemoryFault.class)
          .hasMessageContaining("filtered out");
    }
  }

  @Test
  void aHoleInTheUnwindTableCostsPrecisionNotTheStack() {
    long ips = healthy.symbols().address("__start_orc_unwind_ip");
    long stop = healthy.symbols().address("__stop_orc_unwind_ip");
    EditedDump dump = EditedDump.ofSample();
    for (long at = ips; at < stop; at += 4096) {
      dump.hide(healthy, at);
    }
    try (Target target = TargetOpener.open(dump)) {
      ElfNote note =
          target.image().notes().stream()
              .filter(n -> n.type() == ElfNote.NT_PRSTATUS)
              .findFirst()
              .orElseThrow();
      Stack stack = target.unwinder().unwind(target.arch().cpuRegisters(note).orElseThrow());
      assertThat(stack.frames()).isNotEmpty();
      assertThat(stack.end()).isNotEqualTo(Stack.End.LIMIT);
    }
  }

  @Test
  void anyWordOfTheModuleListMayBeWrong() {
    long head = healthy.symbols().address("modules");
    for (long value : new long[] {0, head + 8, 0x4141414141414141L, -8}) {
      EditedDump dump = EditedDump.ofSample().write(healthy, head, value);
      try (Target target = TargetOpener.open(dump)) {
        assertThat(target.modules().all().size()).isLessThanOrEqualTo(10_000);
      } catch (InquestException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }
}
