package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Consequence.Panics;
import org.inquest.lab.ready.Event;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Does the NMI button leave a dump?
///
/// The button, or `ipmitool chassis power diag`, or `virsh inject-nmi`, is the last resort for a
/// machine that answers nothing. Its NMI comes with no reason the kernel knows and panics with
/// `kernel.unknown_nmi_panic` or `kernel.panic_on_unrecovered_nmi` (`unknown_nmi_error()` in
/// `arch/x86/kernel/nmi.c`); a few machines signal an I/O check instead, `kernel.panic_on_io_nmi`.
public final class NmiButtonCheck implements Check {
  private static final String UNKNOWN = "kernel.unknown_nmi_panic";
  private static final String UNRECOVERED = "kernel.panic_on_unrecovered_nmi";
  private static final String IO = "kernel.panic_on_io_nmi";

  @Override
  public Topic topic() {
    return Topic.TRIGGER;
  }

  @Override
  public CheckResult look(HostFiles host) {
    return switch (host.sysctl(UNKNOWN)) {
      case Look.Seen<Long>(String path, Long on) -> judge(host, path + " = " + on, on != 0);
      case Look.Absent<Long> a -> CheckResult.absent(host, a, "X86_LOCAL_APIC", Event.NMI_BUTTON);
      case Look.Unseen<Long> u -> CheckResult.unseen(u, Event.NMI_BUTTON);
    };
  }

  private static CheckResult judge(HostFiles host, String seen, boolean unknown) {
    boolean unrecovered = host.sysctl(UNRECOVERED).seen().orElse(0L) != 0;
    boolean io = host.sysctl(IO).seen().orElse(0L) != 0;
    String all = seen + ", " + UNRECOVERED + " = " + (unrecovered ? 1 : 0);
    if (unknown || unrecovered) {
      return CheckResult.good(all, "the NMI button panics the machine")
          .with(
              new Panics(Event.NMI_BUTTON, "at once (" + (unknown ? UNKNOWN : UNRECOVERED) + ")"));
    }
    return CheckResult.missing(
        all + (io ? ", " + IO + " = 1" : ""),
        io ? "only an NMI for an I/O check panics the machine" : "the NMI button does nothing",
        Sysctl.set(UNKNOWN, 1));
  }
}
