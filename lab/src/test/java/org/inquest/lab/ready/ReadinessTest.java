package org.inquest.lab.ready;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inquest.formats.fault.NotFound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What follows from all checks together.
final class ReadinessTest {
  @TempDir Path root;

  @Test
  void aWellSetMachineHasNothingToDo() {
    Readiness readiness = Readiness.of(FakeHost.wellSet(root).live());
    assertThat(readiness.items())
        .allSatisfy(i ->
            assertThat(i.result().state()).as(i.check().id() + i.result()).isEqualTo(State.GOOD));
    assertThat(readiness.remedies()).isEmpty();
    assertThat(readiness.verdict())
        .startsWith("At the next panic: the crash kernel saves the memory.")
        .contains("At the next oops: panic at once (kernel.panic_on_oops), with a dump.")
        .contains("panic within 120 to 240 s (kernel.hung_task_panic), with a dump");
    assertThat(dumps(readiness, Outcome.Dump.YES))
        .contains(Event.PANIC, Event.OOPS, Event.BLOCKED_TASK, Event.SOFT_LOCKUP, Event.HARD_LOCKUP)
        .contains(Event.RCU_STALL, Event.NMI_BUTTON, Event.SYSRQ_CRASH, Event.OUT_OF_MEMORY)
        .doesNotContain(Event.WARNING, Event.RT_HOGS);
  }

  @Test
  void aMachineAsInstalledSavesNothing() {
    Readiness readiness = Readiness.of(bare().live());
    assertThat(readiness.verdict())
        .isEqualTo(
            "At the next panic: nothing is saved: no crash kernel is loaded, no memory is reserved"
                + " for a crash kernel; the machine stands still until it is reset."
                + " At the next oops: the task is killed, its locks stay held, the machine goes on."
                + " At the next hang: nothing is saved: no watchdog turns it into a panic.");
    assertThat(dumps(readiness, Outcome.Dump.NO)).containsExactly(Event.values());
    assertThat(readiness.items())
        .filteredOn(i -> i.result().state() == State.MISSING)
        .allSatisfy(i -> assertThat(i.result().remedy()).as(i.check().id()).isNotBlank());
  }

  @Test
  void whatTurnsIntoAPanicIsLostWithoutACrashKernel() {
    Readiness readiness =
        Readiness.of(FakeHost.wellSet(root).file("/sys/kernel/kexec_crash_loaded", "0").live());
    assertThat(readiness.verdict())
        .contains("panic at once (kernel.panic_on_oops), without a dump");
    assertThat(dumps(readiness, Outcome.Dump.YES)).isEmpty();
  }

  @Test
  void whatCanNotBeReadIsNeverFine() {
    FakeHost host = FakeHost.wellSet(root.resolve("well"));
    FakeHost blind = new FakeHost(root.resolve("blind"));
    // Every file of a well-set machine, and none of them readable.
    List<Path> files = files(root.resolve("well"));
    for (Path file : files) {
      blind.unreadable("/" + root.resolve("well").relativize(file));
    }
    assertThat(Readiness.of(host.live()).unseen()).isEmpty();
    Readiness readiness = Readiness.of(blind.live());
    assertThat(readiness.items())
        .filteredOn(i -> i.result().state() == State.GOOD)
        .extracting(i -> i.check().id())
        // Its being there is what counts.
        .containsOnly("container", "types");
    assertThat(readiness.outcomes()).extracting(Outcome::dump).containsOnly(Outcome.Dump.UNKNOWN);
    assertThat(readiness.verdict()).contains("At the next panic: unknown: ");
  }

  @Test
  void anEmptyCopyIsNeverFine() {
    Readiness readiness = Readiness.of(new FakeHost(root).copy());
    assertThat(readiness.items())
        .filteredOn(i -> !i.check().id().equals("container"))
        .allSatisfy(
            i -> assertThat(i.result().state()).as(i.check().id()).isEqualTo(State.UNKNOWN));
    assertThat(readiness.outcomes()).extracting(Outcome::dump).containsOnly(Outcome.Dump.UNKNOWN);
  }

  @Test
  void garbageIsNeverFine() {
    Path pattern = root.resolve("pattern");
    FakeHost.wellSet(pattern);
    for (Path file : files(pattern)) {
      String path = "/" + pattern.relativize(file);
      // The name of a backend may be any word.
      if (!path.equals("/sys/module/pstore/parameters/backend")) {
        new FakeHost(root.resolve("garbage")).file(path, "\u0000gar bage=\uFFFD");
      }
    }
    Readiness readiness = Readiness.of(new FakeHost(root.resolve("garbage")).live());
    assertThat(readiness.items())
        .filteredOn(i -> i.result().state() == State.GOOD)
        .extracting(i -> i.check().id())
        // A configuration without a setting means kdump's defaults.
        .containsOnly("container", "dump-level", "types", "virtual-machine");
    assertThat(readiness.outcomes())
        .extracting(Outcome::dump)
        .doesNotContain(Outcome.Dump.YES, Outcome.Dump.AT_RISK);
  }

  @Test
  void aContainersFilesAreNotTheHosts() {
    Readiness readiness = Readiness.of(FakeHost.wellSet(root).file("/.dockerenv", "").live());
    assertThat(readiness.unseen())
        .extracting(i -> i.check().id())
        .containsExactly("dump-level", "dump-target", "kdump-service");
    assertThat(dumps(readiness, Outcome.Dump.YES)).contains(Event.PANIC);
  }

  @Test
  void aSosreportsSettingsAreRead() {
    FakeHost host =
        new FakeHost(root)
            .file(
                "/sos_commands/kernel/sysctl_-a",
                "kernel.panic = 5\nkernel.panic_on_oops = 1\nkernel.panic_on_oops_x = 0");
    Readiness readiness = Readiness.of(host.copy());
    assertThat(readiness.items())
        .filteredOn(i -> i.check().id().equals("panic-on-oops"))
        .extracting(i -> i.result().seen())
        .containsExactly("kernel.panic_on_oops = 1");
  }

  @Test
  void linksStayInsideTheTree() throws Exception {
    FakeHost host = new FakeHost(root.resolve("m")).file("/usr/real", "7");
    Files.createSymbolicLink(root.resolve("m/absolute"), Path.of("/usr/real"));
    Files.createSymbolicLink(root.resolve("m/upwards"), Path.of("../../../usr/real"));
    Files.createSymbolicLink(root.resolve("m/circle"), Path.of("circle"));
    HostFiles files = host.copy();
    assertThat(files.number("/absolute").seen()).contains(7L);
    assertThat(files.number("/upwards").seen()).contains(7L);
    assertThat(files.text("/circle")).isEqualTo(new Look.Unseen<>("/circle", "links in a circle"));
    assertThat(files.text("/usr/real/below")).isEqualTo(new Look.Absent<>("/usr/real/below"));
    assertThatThrownBy(() -> HostFiles.of(root.resolve("nowhere"))).isInstanceOf(NotFound.class);
  }

  @Test
  void theMachineWeAreOnIsJudged() {
    Readiness readiness = Readiness.of(HostFiles.of(Path.of("/")));
    assertThat(readiness.outcomes()).hasSize(Event.values().length);
    assertThat(readiness.verdict()).startsWith("At the next panic: ");
  }

  private FakeHost bare() {
    return new FakeHost(root)
        .file("/proc/cmdline", "root=/dev/sda1 quiet")
        .file("/proc/meminfo", FakeHost.MEMINFO)
        .file("/sys/kernel/kexec_crash_size", "0")
        .file("/sys/kernel/kexec_crash_loaded", "0")
        .file("/etc/hostname", "bare")
        .sysctl("kernel.panic", 0)
        .sysctl("kernel.panic_on_oops", 0)
        .sysctl("kernel.panic_on_warn", 0)
        .sysctl("kernel.hung_task_panic", 0)
        .sysctl("kernel.hung_task_timeout_secs", 120)
        .sysctl("kernel.softlockup_panic", 0)
        .sysctl("kernel.soft_watchdog", 1)
        .sysctl("kernel.hardlockup_panic", 0)
        .sysctl("kernel.nmi_watchdog", 0)
        .sysctl("kernel.watchdog_thresh", 10)
        .sysctl("kernel.panic_on_rcu_stall", 0)
        .sysctl("kernel.unknown_nmi_panic", 0)
        .sysctl("kernel.sysrq", 438)
        .sysctl("kernel.sched_rt_runtime_us", -1)
        .sysctl("kernel.tainted", 0)
        .sysctl("vm.panic_on_oom", 0);
  }

  private static List<Path> files(Path folder) {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Event> dumps(Readiness readiness, Outcome.Dump dump) {
    return readiness.outcomes().stream().filter(o -> o.dump() == dump).map(Outcome::event).toList();
  }
}
