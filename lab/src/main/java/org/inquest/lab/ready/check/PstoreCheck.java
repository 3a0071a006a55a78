package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Does a part of memory outlive a reset?
///
/// pstore keeps the last lines of the log in firmware, ACPI ERST or a piece of RAM (ramoops), and
/// shows them as files after the next boot. It works where kdump does not.
public final class PstoreCheck implements Check {
  private static final String BACKEND = "/sys/module/pstore/parameters/backend";

  @Override
  public Topic topic() {
    return Topic.FALLBACK;
  }

  @Override
  public CheckResult look(HostFiles host) {
    return switch (host.text(BACKEND)) {
      case Look.Seen<String>(String path, String backend) -> judge(host, path, backend);
      case Look.Absent<String> a -> CheckResult.absent(host, a, "PSTORE");
      case Look.Unseen<String> u -> CheckResult.unseen(u);
    };
  }

  private static CheckResult judge(HostFiles host, String path, String backend) {
    if (backend.isEmpty() || backend.equals("(null)")) {
      return CheckResult.warning(
          path + " = (null)",
          "no log outlives a reset without a dump",
          "modprobe efi_pstore (UEFI), or ramoops with memory set aside by"
              + " reserve_mem= or memmap=");
    }
    long records = host.names("/sys/fs/pstore").seen().map(n -> (long) n.size()).orElse(0L);
    return records == 0
        ? CheckResult.good(path + " = " + backend, "the log's last lines outlive a reset")
        : CheckResult.good(
            path + " = " + backend + ", " + records + " records in /sys/fs/pstore",
            "it kept something of an earlier crash: read it");
  }
}
