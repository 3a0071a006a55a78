package org.inquest.lab.ready;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A machine in a folder.
final class FakeHost {
  private final Path root;

  FakeHost(Path root) {
    this.root = root;
  }

  /// A file of `/`.
  FakeHost file(String path, String content) {
    try {
      Path file = root.resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, content + "\n");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A kernel setting.
  FakeHost sysctl(String name, Object value) {
    return file("/proc/sys/" + name.replace('.', '/'), value.toString());
  }

  /// Something where a file should be that can't be read as one. (Permissions don't stop root.)
  FakeHost unreadable(String path) {
    try {
      Files.createDirectories(root.resolve(path.substring(1)));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As a running machine.
  HostFiles live() {
    return HostFiles.pretendLive(root);
  }

  /// As a copy.
  HostFiles copy() {
    return HostFiles.of(root);
  }

  /// A Debian server on which everything is as it should be.
  static FakeHost wellSet(Path root) {
    return new FakeHost(root)
        .file("/proc/cmdline", "BOOT_IMAGE=/vmlinuz root=/dev/sda1 crashkernel=256M console=ttyS0")
        .file("/proc/meminfo", MEMINFO)
        .file("/proc/cpuinfo", "flags\t\t: fpu vme de")
        .file(
            "/proc/kallsyms", "0000000000000000 T schedule\n0 D init_task\n0 R __start_orc_unwind")
        .file("/sys/kernel/kexec_crash_size", "268435456")
        .file("/sys/kernel/kexec_crash_loaded", "1")
        .file("/sys/kernel/security/lockdown", "[none] integrity confidentiality")
        .file("/sys/kernel/btf/vmlinux", "types")
        .file("/sys/module/pstore/parameters/backend", "efi_pstore")
        .file("/sys/class/tty/console/active", "tty0 ttyS0")
        .file("/sys/class/watchdog/watchdog0/identity", "iTCO_wdt")
        .file("/sys/class/watchdog/watchdog0/state", "active")
        .file("/sys/class/watchdog/watchdog0/timeout", "60")
        .file("/sys/class/watchdog/watchdog0/pretimeout", "20")
        .file("/sys/class/watchdog/watchdog0/pretimeout_governor", "panic")
        .file("/etc/default/kdump-tools", "USE_KDUMP=1\nMAKEDUMP_ARGS=\"-c -d 31\"")
        .file("/etc/systemd/system/basic.target.wants/kdump-tools.service", "")
        .file("/var/crash/202601010101/dump.202601010101", "")
        .file(
            "/usr/bin/makedumpfile",
            "ELF\u0000makedumpfile: version 1.7.8 (released on 30 Oct 2025)")
        .sysctl("kernel.osrelease", "6.12.117-amd64")
        .sysctl("kernel.panic", 10)
        .sysctl("kernel.panic_on_oops", 1)
        .sysctl("kernel.panic_on_warn", 0)
        .sysctl("kernel.hung_task_panic", 1)
        .sysctl("kernel.hung_task_timeout_secs", 120)
        .sysctl("kernel.softlockup_panic", 1)
        .sysctl("kernel.soft_watchdog", 1)
        .sysctl("kernel.hardlockup_panic", 1)
        .sysctl("kernel.nmi_watchdog", 1)
        .sysctl("kernel.watchdog_thresh", 10)
        .sysctl("kernel.panic_on_rcu_stall", 1)
        .sysctl("kernel.unknown_nmi_panic", 1)
        .sysctl("kernel.panic_on_unrecovered_nmi", 0)
        .sysctl("kernel.panic_on_io_nmi", 0)
        .sysctl("kernel.sysrq", 1)
        .sysctl("kernel.sched_rt_runtime_us", 950000)
        .sysctl("kernel.sched_rt_period_us", 1000000)
        .sysctl("kernel.tainted", 0)
        .sysctl("vm.panic_on_oom", 1);
  }

  /// A machine of 8 MB, so that any disk has room for its dump.
  static final String MEMINFO =
      """
      MemTotal:           8192 kB
      MemFree:            4096 kB
      Cached:             1024 kB
      AnonPages:          1024 kB
      """;
}
