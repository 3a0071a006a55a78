package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Can a host take the dump from outside?
///
/// A virtual machine's memory can be saved by its host however dead the guest is. QEMU's dump tells
/// where the kernel's symbols are if the machine has the device `vmcoreinfo` and the guest the
/// module `qemu_fw_cfg` (QEMU, `docs/specs/vmcoreinfo.rst`).
public final class VirtualMachineCheck implements Check {
  private static final String NOTE = "/sys/firmware/qemu_fw_cfg/by_name/etc/vmcoreinfo";

  @Override
  public Topic topic() {
    return Topic.FALLBACK;
  }

  @Override
  public CheckResult look(HostFiles host) {
    return switch (host.text("/proc/cpuinfo")) {
      case Look.Seen<String>(String path, String text) ->
          text.lines().anyMatch(l -> l.startsWith("flags") && l.contains(" hypervisor"))
              ? virtual(host, path)
              : CheckResult.good(path + " has no 'hypervisor'", "real hardware");
      case Look.Absent<String> a -> CheckResult.absent(host, a, "PROC_FS");
      case Look.Unseen<String> u -> CheckResult.unseen(u);
    };
  }

  private static CheckResult virtual(HostFiles host, String path) {
    String seen = path + " has 'hypervisor'";
    return host.exists(NOTE)
        ? CheckResult.good(
            seen + ", " + NOTE, "the host can save its memory: virsh dump --memory-only")
        : CheckResult.good(seen, "the host can press the NMI button: virsh inject-nmi");
  }
}
