package org.inquest.lab.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.oops.CodePlace;
import org.inquest.lab.sweep.knob.KnobWrite;
import org.inquest.lab.sweep.knob.MemoryKnobs;
import org.inquest.lab.sweep.probe.CacheKnobs;
import org.inquest.lab.sweep.probe.FakeMachine;
import org.inquest.lab.sweep.probe.KernelProbe;
import org.junit.jupiter.api.Test;

final class KnobPlanTest {
  private static final String SLAB = "/sys/kernel/debug/failslab/";
  private static final Failure CALL =
      new Failure.Place("failslab", new CodePlace("alloc_super", 0xa8, 0, "", 0));

  private static RunningText text() {
    MemoryKnobs kernel = new MemoryKnobs();
    kernel.files.put("/proc/kallsyms", "ffffffff81123000 t alloc_super\n");
    return RunningText.of(kernel);
  }

  private static List<String> typed(List<KnobWrite> writes) {
    return writes.stream().map(w -> w.path() + "=" + w.value()).toList();
  }

  private static KnobPlan plan(MemoryKnobs machine) {
    return new KnobPlan(KernelProbe.of(machine));
  }

  @Test
  void onlyFilesThatTheKernelHasAreWritten() {
    for (MemoryKnobs machine :
        List.of(FakeMachine.old(), FakeMachine.middle(), FakeMachine.recent())) {
      for (KnobWrite write : plan(machine).prepare()) {
        assertThat(machine.files).containsKey(write.path());
        machine.write(write.path(), write.value());
      }
      assertThat(machine.files)
          .containsEntry(SLAB + "ignore-gfp-wait", "N")
          .containsEntry(SLAB + "task-filter", "Y")
          .containsEntry("/sys/kernel/debug/fail_page_alloc/min-order", "0");
    }
  }

  @Test
  void whatIsPreparedFailsNothing() {
    MemoryKnobs machine = FakeMachine.recent();
    List<KnobWrite> writes = plan(machine).prepare();
    assertThat(writes)
        .filteredOn(w -> w.path().endsWith("/probability"))
        .hasSize(5)
        .allMatch(w -> w.value().equals("0"));
    // Completions of an NVMe device come in interrupts: a filter by task would exempt them all.
    assertThat(typed(writes)).contains("/sys/kernel/debug/nvme0n1/fault_inject/task-filter=N");
  }

  @Test
  void oneCallIsChosenByTheAddressThatItReturnsTo() {
    KnobPlan plan = plan(FakeMachine.recent());
    assertThat(typed(plan.arm(CALL, KnobPlanTest::text)))
        .containsExactly(
            SLAB + "stacktrace-depth=32",
            SLAB + "require-start=0xffffffff811230a8",
            SLAB + "require-end=0xffffffff811230a9",
            SLAB + "reject-start=0x0",
            SLAB + "reject-end=0x0",
            SLAB + "times=1",
            SLAB + "probability=100");
    assertThat(typed(plan.disarm(CALL)))
        .startsWith(SLAB + "probability=0")
        .contains(SLAB + "require-start=0x0", SLAB + "require-end=0xffffffffffffffff");
  }

  @Test
  void withoutAStackFilterACallCanNotBeChosen() {
    assertThatThrownBy(() -> plan(FakeMachine.old()).arm(CALL, KnobPlanTest::text))
        .isInstanceOf(Unsupported.class)
        .hasMessageContaining("CONFIG_FAULT_INJECTION_STACKTRACE_FILTER");
  }

  @Test
  void aPlaceThatNobodyKnowsIsRefused() {
    Failure unknown = new Failure.Place("failslab", new CodePlace("gone", 1, 0, "", 0));
    assertThatThrownBy(() -> plan(FakeMachine.recent()).arm(unknown, KnobPlanTest::text))
        .isInstanceOf(Unsupported.class)
        .hasMessageContaining("gone");
  }

  @Test
  void withoutEndIsWrittenInTheFormThatAllKernelsTake() {
    assertThat(typed(plan(FakeMachine.middle()).arm(new Failure.Chance(3, 1), KnobPlanTest::text)))
        .contains(SLAB + "times=0xffffffff", SLAB + "probability=3")
        .contains("/sys/kernel/debug/fail_page_alloc/probability=3");
  }

  @Test
  void aFunctionIsListedBeforeItsValueAndTakenOutAgain() {
    String folder = "/sys/kernel/debug/fail_function/";
    Failure tried = new Failure.Function("should_failslab", -12);
    KnobPlan plan = plan(FakeMachine.middle());
    assertThat(typed(plan.arm(tried, KnobPlanTest::text)))
        .containsExactly(
            folder + "inject=should_failslab",
            folder + "should_failslab/retval=0xfffffffffffffff4",
            folder + "times=1",
            folder + "probability=100");
    assertThat(typed(plan.disarm(tried)))
        .containsExactly(folder + "probability=0", folder + "inject=!should_failslab");
  }

  @Test
  void aCacheIsChosenOnlyWhereItsSwitchCanBeWritten() {
    KernelProbe fixed = KernelProbe.of(FakeMachine.old());
    assertThatThrownBy(() -> new KnobPlan(fixed).only("dentry", path -> Optional.of("0")))
        .isInstanceOf(Unsupported.class);
    KernelProbe free =
        new KernelProbe(
            fixed.release(),
            fixed.refusal(),
            fixed.points(),
            fixed.tasks(),
            fixed.disks(),
            new CacheKnobs(List.of("dentry"), true, true),
            fixed.traits(),
            fixed.detectors(),
            fixed.gaps());
    assertThat(typed(new KnobPlan(free).only("dentry", path -> Optional.of("0\n"))))
        .startsWith("/sys/kernel/slab/dentry/failslab=1", SLAB + "cache-filter=Y")
        .contains("/sys/kernel/debug/fail_page_alloc/ignore-gfp-wait=Y");
  }

  @Test
  void aCacheThatWasChosenWhenTheKernelWasBootedNeedsNoSwitch() {
    KernelProbe old = KernelProbe.of(FakeMachine.old());
    KernelProbe booted =
        new KernelProbe(
            old.release(),
            old.refusal(),
            old.points(),
            old.tasks(),
            old.disks(),
            new CacheKnobs(List.of("dentry"), true, false),
            old.traits(),
            old.detectors(),
            old.gaps());
    KnobPlan plan = new KnobPlan(booted);
    assertThat(typed(plan.only("dentry", path -> Optional.of("1\n"))))
        .startsWith(SLAB + "cache-filter=Y")
        .noneMatch(write -> write.contains("/sys/kernel/slab"));
    assertThatThrownBy(() -> plan.only("dentry", path -> Optional.of("0\n")))
        .hasMessageContaining("slub_debug=A,dentry");
    assertThatThrownBy(() -> plan.only("nothing", path -> Optional.of("1\n")))
        .hasMessageContaining("this kernel has none");
  }

  @Test
  void injectableFunctionsAreReadWithWhatTheyMayReturn() {
    List<InjectableFunction> list =
        InjectableFunction.parse(
            """
            should_failslab\tERRNO
            open_ctree [btrfs]\tERRNO
            mount_thing\tERRNO_NULL
            alloc_thing\tNULL
            is_thing\tTRUE
            strange\t(unknown)
            """);
    assertThat(list).extracting(InjectableFunction::name).hasSize(5).doesNotContain("strange");
    assertThat(list.get(1).module()).isEqualTo("btrfs");
    assertThat(list.get(2).values()).contains(0L, -12L);
    assertThat(list.get(0).values()).contains(-12L).doesNotContain(0L);
    assertThat(list.get(3).values()).containsExactly(0L);
    assertThat(list.get(4).values()).containsExactly(1L);
  }
}
