package org.inquest.lab.sweep.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.sweep.knob.KnobFiles;
import org.inquest.lab.sweep.knob.MemoryKnobs;
import org.junit.jupiter.api.Test;

final class KernelProbeTest {
  private static String finding(KernelProbe probe, String about) {
    return probe.traits().stream()
        .filter(t -> t.about().equals(about))
        .map(Trait::finding)
        .findFirst()
        .orElse("");
  }

  private static Refusal refusal(KnobFiles machine) {
    return KernelProbe.of(machine).refusal().orElseThrow();
  }

  @Test
  void pointsAreFoundByTheirFilesAlsoThoseThatNobodyKnows() {
    KernelProbe probe = KernelProbe.of(FakeMachine.recent());
    assertThat(probe.points())
        .extracting(FaultPoint::name)
        .containsExactlyInAnyOrder(
            "failslab",
            "fail_page_alloc",
            "fail_function",
            "nvme0n1/fault_inject",
            "fail_new_thing");
    assertThat(probe.point("fail_new_thing").orElseThrow().kind()).isEqualTo(PointKind.OTHER);
    assertThat(probe.point("nvme0n1/fault_inject").orElseThrow().knobs())
        .containsEntry("status", "0x0001")
        .containsEntry("dont_retry", "Y");
    assertThat(probe.refusal()).isEmpty();
    assertThat(probe.gaps()).isEmpty();
  }

  @Test
  void semanticsFollowFromWhatIsShown() {
    KernelProbe old = KernelProbe.of(FakeMachine.old());
    assertThat(finding(old, "stack filter")).startsWith("not there");
    KernelProbe middle = KernelProbe.of(FakeMachine.middle());
    assertThat(finding(middle, "stack filter")).contains("32 frames", "decimal");
    KernelProbe recent = KernelProbe.of(FakeMachine.recent());
    assertThat(recent.point("failslab").flatMap(FaultPoint::stackFilter))
        .contains(new FaultPoint.StackFilter(32, true));
    assertThat(finding(recent, "stack filter and fail-nth")).startsWith("unknown");
    assertThat(finding(recent, "allocations that may sleep")).startsWith("exempt now");
  }

  @Test
  void disksPartitionsAndCachesAreListed() {
    MemoryKnobs machine = FakeMachine.old();
    KernelProbe probe = KernelProbe.of(machine);
    assertThat(probe.disks())
        .extracting(DiskKnob::path)
        .containsExactly("/sys/block/vda/make-it-fail", "/sys/block/vda/vda1/make-it-fail");
    assertThat(probe.caches().names()).containsExactly("dentry");
    // Its mode is not known here, and then it is not counted on.
    assertThat(probe.caches().usable()).isFalse();
  }

  @Test
  void aDistributionsKernelIsRefusedWithTheRemedy() {
    Refusal refusal = refusal(FakeMachine.plain());
    assertThat(refusal.why()).contains("6.1.0-56-amd64", "CONFIG_FAULT_INJECTION");
    assertThat(refusal.remedy()).contains("inquest lab build-kernel faults");
    KernelProbe probe = KernelProbe.of(FakeMachine.plain());
    assertThatThrownBy(probe::require)
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("lab build-kernel");
  }

  @Test
  void withoutDebugfsItSaysHowToMountIt() {
    MemoryKnobs machine = FakeMachine.old();
    machine.files.keySet().removeIf(path -> path.startsWith("/sys/kernel/debug"));
    machine.files.put("/proc/mounts", "proc /proc proc rw 0 0");
    assertThat(refusal(machine).remedy()).isEqualTo("mount -t debugfs none /sys/kernel/debug");
  }

  @Test
  void faultInjectionWithoutItsFilesIsToldApart() {
    MemoryKnobs machine = FakeMachine.plain();
    machine.files.put("/proc/self/fail-nth", "0");
    assertThat(refusal(machine).why()).contains("CONFIG_FAULT_INJECTION_DEBUG_FS");
  }

  @Test
  void aLockedDownKernelIsRefused() {
    MemoryKnobs machine = FakeMachine.old();
    machine.files.put("/sys/kernel/security/lockdown", "none [integrity] confidentiality");
    assertThat(refusal(machine).why()).contains("locked down");
    machine.files.put("/sys/kernel/security/lockdown", "[none] integrity confidentiality");
    assertThat(KernelProbe.of(machine).refusal()).isEmpty();
  }

  @Test
  void whoIsNotRootIsToldSo() {
    MemoryKnobs machine = FakeMachine.plain();
    KnobFiles files =
        new KnobFiles() {
          @Override
          public Optional<String> read(String path) {
            return machine.read(path);
          }

          @Override
          public void write(String path, String value) {
            throw new AssertionError("a probe writes nothing");
          }

          @Override
          public List<String> list(String folder) {
            if (folder.startsWith("/sys/kernel/debug")) {
              throw new Unavailable("can't list " + folder + ": permission denied", "be root");
            }
            return machine.list(folder);
          }
        };
    assertThat(refusal(files).remedy()).contains("be root");
  }
}
