package org.inquest.lab.ready.check;

import java.util.Arrays;
import java.util.Optional;
import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Consequence;
import org.inquest.lab.ready.Event;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Is memory set aside for a crash kernel, and is it enough?
///
/// The crash kernel lives in memory that `crashkernel=` reserved at boot; without it nothing can be
/// saved. Too little, and the crash kernel itself runs out of memory before it has written the
/// dump. What is enough grows with the drivers that must be loaded, and so with the machine's size;
/// distributions reserve 192 MB below 4 GB of RAM, 256 MB below 64 GB and 512 MB above.
public final class CrashMemoryCheck implements Check {
  private static final String SIZE = "/sys/kernel/kexec_crash_size";
  private static final long MEGABYTE = 1 << 20;

  @Override
  public Topic topic() {
    return Topic.SAVING;
  }

  @Override
  public CheckResult look(HostFiles host) {
    Optional<String> asked =
        host.text("/proc/cmdline").seen().flatMap(CrashMemoryCheck::crashkernel);
    return switch (host.number(SIZE)) {
      case Look.Seen<Long>(String path, Long bytes) ->
          bytes > 0 ? reserved(host, bytes) : nothing(path + " = 0", asked);
      case Look.Unseen<Long> u -> CheckResult.unseen(u, Event.PANIC);
      case Look.Absent<Long> a -> withoutSize(host, a, asked);
    };
  }

  private static CheckResult reserved(HostFiles host, long bytes) {
    long megabytes = bytes / MEGABYTE;
    String seen = SIZE + " = " + bytes + " (" + megabytes + " MB)";
    Optional<Long> ram = Memory.total(host).seen();
    if (ram.isEmpty()) {
      return CheckResult.unknown(
          seen, "reserved, but how much RAM there is was not seen", "look at /proc/meminfo");
    }
    long enough = enough(ram.get());
    if (megabytes >= enough) {
      return CheckResult.good(seen, "enough for " + Memory.text(ram.get()) + " of RAM");
    }
    String means =
        "little for " + Memory.text(ram.get()) + " of RAM, where " + enough + " MB are usual";
    return CheckResult.warning(seen, means, remedy(enough))
        .with(new Consequence.Risks("the crash kernel may run out of its " + megabytes + " MB"));
  }

  // Copies of a machine seldom have /sys, but often /proc/iomem.
  private static CheckResult withoutSize(
      HostFiles host, Look.Absent<Long> absent, Optional<String> asked) {
    Optional<String> iomem = host.text("/proc/iomem").seen();
    if (iomem.isPresent() && iomem.get().contains("Crash kernel")) {
      return CheckResult.good("/proc/iomem has 'Crash kernel'", "memory is reserved");
    }
    if (host.live()) {
      return CheckResult.absent(host, absent, "KEXEC and CONFIG_CRASH_DUMP")
          .with(new Consequence.Loses("this kernel can't load a crash kernel"));
    }
    return iomem.isPresent()
        ? nothing("/proc/iomem has no 'Crash kernel'", asked)
        : CheckResult.absent(host, absent, "KEXEC", Event.PANIC);
  }

  private static CheckResult nothing(String seen, Optional<String> asked) {
    if (asked.isPresent()) {
      return CheckResult.missing(
              seen + " although " + asked.get() + " was asked for",
              "the reservation failed at boot",
              "dmesg | grep -i crashkernel says why; crashkernel=256M usually fits")
          .with(new Consequence.Loses("no memory is reserved for a crash kernel"));
    }
    return CheckResult.missing(
            seen + ", no crashkernel= in /proc/cmdline",
            "a crash kernel can't be loaded",
            remedy(256))
        .with(new Consequence.Loses("no memory is reserved for a crash kernel"));
  }

  private static Optional<String> crashkernel(String commandLine) {
    return Arrays.stream(commandLine.split("\\s+"))
        .filter(w -> w.startsWith("crashkernel="))
        .findFirst();
  }

  /// Megabytes that distributions reserve for that much RAM.
  static long enough(long ramBytes) {
    long gigabytes = ramBytes >> 30;
    return gigabytes < 4 ? 192 : gigabytes < 64 ? 256 : 512;
  }

  private static String remedy(long megabytes) {
    return "crashkernel=" + megabytes + "M on the kernel's command line, then boot again";
  }
}
