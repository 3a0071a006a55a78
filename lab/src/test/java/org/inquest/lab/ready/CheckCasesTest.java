package org.inquest.lab.ready;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Each check on a machine that differs from a well-set one in what the case says.
final class CheckCasesTest {
  @TempDir Path folder;
  private int machines;

  /// @param check its id
  /// @param state what it must say
  /// @param means words of its answer
  /// @param files `path=content`; a content of `-` removes the file; `!` for a path that can't be
  ///   read
  private record Case(String check, State state, String means, List<String> files) {
    static Case of(String check, State state, String means, String... files) {
      return new Case(check, state, means, List.of(files));
    }
  }

  private static final String K = "/proc/sys/kernel/";
  private static final String CONF = "/etc/kdump.conf=";

  private static final List<Case> CASES =
      List.of(
          Case.of(
              "crash-memory",
              State.MISSING,
              "can't be loaded",
              "/sys/kernel/kexec_crash_size=0",
              "/proc/cmdline=quiet"),
          Case.of(
              "crash-memory", State.MISSING, "failed at boot", "/sys/kernel/kexec_crash_size=0"),
          Case.of(
              "crash-memory",
              State.WARNING,
              "512 MB are usual",
              "/proc/meminfo=MemTotal: 134217728 kB"),
          Case.of("crash-memory", State.MISSING, "built without", "/sys/kernel/kexec_crash_size=-"),
          Case.of("crash-memory", State.UNKNOWN, "", "/sys/kernel/kexec_crash_size=much"),
          Case.of("crash-memory", State.UNKNOWN, "RAM", "/proc/meminfo=none"),
          Case.of(
              "crash-image", State.MISSING, "saves nothing", "/sys/kernel/kexec_crash_loaded=0"),
          Case.of(
              "crash-image", State.MISSING, "built without", "/sys/kernel/kexec_crash_loaded=-"),
          Case.of(
              "dump-tool",
              State.WARNING,
              "knows kernels to 6.17 at most",
              "/proc/sys/kernel/osrelease=7.2.13-amd64"),
          Case.of(
              "dump-tool",
              State.WARNING,
              "knows kernels to 6.14 at most",
              "/usr/bin/makedumpfile=makedumpfile: version 1.7.2 (released",
              "/proc/sys/kernel/osrelease=6.18.1"),
          Case.of(
              "dump-tool",
              State.GOOD,
              "not known to be too old",
              "/usr/bin/makedumpfile=makedumpfile: version 1.7.2 (released"),
          Case.of(
              "dump-tool",
              State.UNKNOWN,
              "whether the one knows the other",
              "/usr/bin/makedumpfile=makedumpfile: version 1.8.10 (released"),
          Case.of("dump-tool", State.UNKNOWN, "is not known", "/usr/bin/makedumpfile=-"),
          Case.of("dump-tool", State.UNKNOWN, "is not known", "/usr/bin/makedumpfile=ELF"),
          Case.of("kdump-service", State.MISSING, "nothing loads", "/etc/default/kdump-tools=-"),
          Case.of(
              "kdump-service",
              State.MISSING,
              "after the next boot",
              "/etc/default/kdump-tools=USE_KDUMP=0"),
          Case.of(
              "kdump-service",
              State.MISSING,
              "not started",
              "/etc/systemd/system/basic.target.wants/kdump-tools.service=-"),
          Case.of(
              "kdump-service",
              State.GOOD,
              "each boot",
              "/etc/default/kdump-tools=-",
              CONF + "path /var/crash",
              "/etc/systemd/system/multi-user.target.wants/kdump.service="),
          Case.of(
              "dump-target",
              State.MISSING,
              "a dump now",
              "/proc/meminfo=MemTotal: 99999999999 kB\nMemFree: 0 kB\nCached: 0 kB\nAnonPages: 0 kB"),
          Case.of(
              "dump-target",
              State.WARNING,
              "fits now",
              "/proc/meminfo=MemTotal: 99999999999 kB\nMemFree: 99999999999 kB\nCached: 0 kB\nAnonPages: 0 kB"),
          Case.of(
              "dump-target",
              State.UNKNOWN,
              "elsewhere",
              "/etc/default/kdump-tools=-",
              CONF + "nfs host:/export"),
          Case.of(
              "dump-level",
              State.WARNING,
              "all of RAM",
              "/etc/default/kdump-tools=-",
              CONF + "core_collector scp"),
          Case.of(
              "dump-level",
              State.WARNING,
              "level 1:",
              "/etc/default/kdump-tools=-",
              CONF + "core_collector makedumpfile -l -d 1"),
          Case.of(
              "dump-level",
              State.WARNING,
              "not compressed",
              "/etc/default/kdump-tools=USE_KDUMP=1\nMAKEDUMP_ARGS='-d 31'"),
          Case.of(
              "dump-level",
              State.WARNING,
              "overwritten",
              "/etc/default/kdump-tools=MAKEDUMP_ARGS=\"-c -d 31 --config /etc/filter\""),
          Case.of(
              "dump-level",
              State.MISSING,
              "log",
              "/etc/default/kdump-tools=MAKEDUMP_ARGS=--dump-dmesg"),
          Case.of(
              "dump-level",
              State.UNKNOWN,
              "no number",
              "/etc/default/kdump-tools=MAKEDUMP_ARGS='-c -d all'"),
          Case.of(
              "dump-level",
              State.GOOD,
              "small",
              "/etc/default/kdump-tools=-",
              "/etc/sysconfig/kdump=KDUMP_DUMPLEVEL=\"31\"\nKDUMP_DUMPFORMAT=\"lzo\""),
          Case.of(
              "dump-level",
              State.GOOD,
              "needs",
              "/etc/default/kdump-tools=MAKEDUMP_ARGS='-z -d 24,31'"),
          Case.of(
              "lockdown",
              State.GOOD,
              "is loaded",
              "/sys/kernel/security/lockdown=none [integrity] confidentiality"),
          Case.of(
              "lockdown",
              State.WARNING,
              "signed",
              "/sys/kernel/security/lockdown=none [integrity] confidentiality",
              "/sys/kernel/kexec_crash_loaded=0"),
          Case.of(
              "lockdown",
              State.MISSING,
              "next boot",
              K + "kexec_load_disabled=1",
              "/sys/kernel/kexec_crash_loaded=0"),
          Case.of("lockdown", State.GOOD, "nothing forbids", K + "kexec_load_disabled=1"),
          Case.of("lockdown", State.UNKNOWN, "unknown mode", "/sys/kernel/security/lockdown=?"),
          Case.of("panic-timeout", State.WARNING, "stands still", K + "panic=0"),
          Case.of("panic-timeout", State.GOOD, "at once", K + "panic=-1"),
          Case.of("panic-on-oops", State.MISSING, "locks", K + "panic_on_oops=0"),
          Case.of("panic-on-oops", State.UNKNOWN, "", K + "panic_on_oops=yes"),
          Case.of("panic-on-warn", State.WARNING, "harmless", K + "panic_on_warn=1"),
          Case.of("panic-on-oom", State.WARNING, "container", "/proc/sys/vm/panic_on_oom=2"),
          Case.of("panic-on-oom", State.GOOD, "OOM killer", "/proc/sys/vm/panic_on_oom=0"),
          Case.of("hung-task", State.MISSING, "only named", K + "hung_task_panic=0"),
          Case.of("hung-task", State.MISSING, "nobody looks", K + "hung_task_timeout_secs=0"),
          Case.of("hung-task", State.MISSING, "built without", K + "hung_task_timeout_secs=-"),
          Case.of("hung-task", State.WARNING, "silenced", K + "tainted=128"),
          Case.of("soft-lockup", State.MISSING, "only named", K + "softlockup_panic=0"),
          Case.of("soft-lockup", State.MISSING, "nobody looks", K + "soft_watchdog=0"),
          Case.of("soft-lockup", State.MISSING, "nobody looks", K + "watchdog_thresh=0"),
          Case.of("hard-lockup", State.MISSING, "nobody looks", K + "nmi_watchdog=0"),
          Case.of("hard-lockup", State.MISSING, "only named", K + "hardlockup_panic=0"),
          Case.of("hard-lockup", State.MISSING, "built without", K + "hardlockup_panic=-"),
          Case.of("rcu-stall", State.WARNING, "only named", K + "panic_on_rcu_stall=0"),
          Case.of(
              "rcu-stall",
              State.MISSING,
              "nobody looks",
              "/sys/module/rcupdate/parameters/rcu_cpu_stall_suppress=1"),
          Case.of("nmi-button", State.MISSING, "does nothing", K + "unknown_nmi_panic=0"),
          Case.of(
              "nmi-button",
              State.GOOD,
              "panics",
              K + "unknown_nmi_panic=0",
              K + "panic_on_unrecovered_nmi=1"),
          Case.of(
              "nmi-button",
              State.MISSING,
              "I/O check",
              K + "unknown_nmi_panic=0",
              K + "panic_on_io_nmi=1"),
          Case.of("sysrq", State.WARNING, "disabled", K + "sysrq=438"),
          Case.of("sysrq", State.WARNING, "disabled", K + "sysrq=0"),
          Case.of("sysrq", State.GOOD, "panics", K + "sysrq=8"),
          Case.of("rt-throttling", State.WARNING, "stop everything", K + "sched_rt_runtime_us=-1"),
          Case.of(
              "rt-throttling", State.WARNING, "stop everything", K + "sched_rt_runtime_us=1000000"),
          Case.of(
              "rt-throttling",
              State.GOOD,
              "leave something",
              K + "sched_rt_runtime_us=-1",
              "/sys/kernel/debug/sched/fair_server/cpu0/runtime=50000000"),
          Case.of(
              "rt-throttling",
              State.WARNING,
              "stop everything",
              "/sys/kernel/debug/sched/fair_server/cpu0/runtime=0"),
          Case.of(
              "rt-throttling",
              State.UNKNOWN,
              "",
              K + "sched_rt_runtime_us=-1",
              "/sys/kernel/debug/sched/fair_server=not a folder"),
          Case.of(
              "hardware-watchdog",
              State.WARNING,
              "stays so",
              "/sys/class/watchdog/watchdog0/state=inactive"),
          Case.of(
              "hardware-watchdog",
              State.WARNING,
              "nothing is saved",
              "/sys/class/watchdog/watchdog0/pretimeout=0"),
          Case.of(
              "hardware-watchdog",
              State.WARNING,
              "nothing is saved",
              "/sys/class/watchdog/watchdog0/pretimeout_governor=noop"),
          Case.of(
              "hardware-watchdog",
              State.GOOD,
              "before it resets",
              ipmi("start_now=1"),
              ipmi("timeout=20"),
              ipmi("pretimeout=5"),
              ipmi("preaction=pre_nmi"),
              ipmi("preop=preop_panic")),
          Case.of(
              "hardware-watchdog",
              State.UNKNOWN,
              "feeds",
              ipmi("start_now=0"),
              ipmi("timeout=20"),
              ipmi("pretimeout=5"),
              ipmi("preaction=pre_nmi"),
              ipmi("preop=preop_panic"),
              "/sys/class/watchdog/watchdog0/state=inactive"),
          Case.of(
              "pstore", State.WARNING, "no log", "/sys/module/pstore/parameters/backend=(null)"),
          Case.of("pstore", State.GOOD, "read it", "/sys/fs/pstore/dmesg-efi-1=oops"),
          Case.of("console", State.WARNING, "screen", "/sys/class/tty/console/active=tty0"),
          Case.of(
              "console",
              State.GOOD,
              "elsewhere",
              "/sys/class/tty/console/active=tty0",
              "/sys/module/netconsole/version=1"),
          Case.of("taint", State.WARNING, "went wrong", K + "tainted=512"),
          Case.of("taint", State.GOOD, "elsewhere", K + "tainted=12289"),
          Case.of("types", State.WARNING, "no types", "/sys/kernel/btf/vmlinux=-"),
          Case.of(
              "types",
              State.GOOD,
              "types",
              "/sys/kernel/btf/vmlinux=-",
              K + "osrelease=6.1.0",
              "/boot/config-6.1.0=CONFIG_DEBUG_INFO_BTF=y"),
          Case.of("symbols", State.WARNING, "names of variables", "/proc/kallsyms=0 T schedule"),
          Case.of(
              "symbols",
              State.GOOD,
              "frame pointers",
              "/proc/kallsyms=0 T schedule\n0 D init_task"),
          Case.of("symbols", State.UNKNOWN, "hidden", "/proc/kallsyms="),
          Case.of(
              "virtual-machine", State.GOOD, "NMI button", "/proc/cpuinfo=flags : fpu hypervisor"),
          Case.of("container", State.WARNING, "a container", "/run/.containerenv="));

  @TestFactory
  Stream<DynamicTest> everyCase() {
    return CASES.stream()
        .map(c ->
            DynamicTest.dynamicTest(
                c.check + " " + c.files,
                () -> {
                  CheckResult result = check(c.check).look(machine(c.files));
                  assertThat(result.state()).as(result.toString()).isEqualTo(c.state);
                  assertThat(result.means()).contains(c.means);
                }));
  }

  @Test
  void everyCheckHasACaseInWhichItIsNotContent() {
    assertThat(Checks.all())
        .extracting(Check::id)
        .doesNotHaveDuplicates()
        .hasSizeGreaterThan(20)
        .allSatisfy(id ->
            assertThat(CASES)
                .anyMatch(c ->
                    c.check.equals(id) && (c.state != State.GOOD || id.equals("virtual-machine"))));
  }

  @Test
  void everythingThatIsNotGoodHasARemedy() throws Exception {
    for (Case c : CASES) {
      CheckResult result = check(c.check).look(machine(c.files));
      assertThat(result.remedy().isEmpty()).as(c.toString()).isEqualTo(c.state == State.GOOD);
    }
  }

  @Test
  void withNothingLeftForOrdinaryTasksTheWatchdogTakesTheDump() throws Exception {
    Readiness readiness = Readiness.of(machine(List.of("/proc/sys/kernel/sched_rt_runtime_us=-1")));
    assertThat(readiness.outcomes())
        .filteredOn(o -> o.event() == Event.RT_HOGS)
        .containsExactly(
            new Outcome(
                Event.RT_HOGS,
                "panic 40 s after its feeder stopped (watchdog0 (iTCO_wdt))",
                Outcome.Dump.YES));
  }

  private static String ipmi(String parameter) {
    return "/sys/module/ipmi_watchdog/parameters/" + parameter;
  }

  private static Check check(String id) {
    return Checks.all().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  private HostFiles machine(List<String> files) throws Exception {
    Path root = folder.resolve("machine" + machines++);
    FakeHost host = FakeHost.wellSet(root);
    for (String file : files) {
      String[] pair = file.split("=", 2);
      if (pair[1].equals("-")) {
        Files.delete(root.resolve(pair[0].substring(1)));
      } else {
        host.file(pair[0], pair[1]);
      }
    }
    return host.live();
  }
}
