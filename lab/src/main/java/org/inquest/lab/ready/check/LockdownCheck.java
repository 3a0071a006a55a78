package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Does something forbid loading a crash kernel?
///
/// A kernel that is locked down (kernel_lockdown(7)), usually because of Secure Boot, takes a crash
/// kernel only through `kexec_file_load` and only if it is signed; `kernel.kexec_load_disabled`
/// forbids any change until the next boot. Neither matters once one is loaded.
public final class LockdownCheck implements Check {
  private static final String FILE = "/sys/kernel/security/lockdown";

  @Override
  public Topic topic() {
    return Topic.SAVING;
  }

  @Override
  public CheckResult look(HostFiles host) {
    boolean loaded = host.number("/sys/kernel/kexec_crash_loaded").seen().orElse(0L) != 0;
    boolean forbidden = host.sysctl("kernel.kexec_load_disabled").seen().orElse(0L) != 0;
    if (forbidden && !loaded) {
      return CheckResult.missing(
          "kernel.kexec_load_disabled = 1, nothing loaded",
          "no crash kernel can be loaded until the next boot",
          "load the crash kernel before kernel.kexec_load_disabled is set");
    }
    return switch (host.text(FILE)) {
      case Look.Seen<String>(String path, String modes) -> judge(path, modes, loaded);
      // No lockdown module, so none is in force; in a copy that says nothing.
      case Look.Absent<String> a when host.live() ->
          CheckResult.good(a.path() + ": none", "nothing forbids a crash kernel");
      case Look.Absent<String> a -> CheckResult.absent(host, a, "SECURITY_LOCKDOWN_LSM");
      case Look.Unseen<String> u -> CheckResult.unseen(u);
    };
  }

  private static CheckResult judge(String path, String modes, boolean loaded) {
    String seen = path + " = " + modes;
    if (modes.contains("[none]")) {
      return CheckResult.good(seen, "nothing forbids a crash kernel");
    }
    if (!modes.contains("[integrity]") && !modes.contains("[confidentiality]")) {
      return CheckResult.unknown(seen, "an unknown mode", "look at " + path);
    }
    return loaded
        ? CheckResult.good(seen, "locked down, but a crash kernel is loaded")
        : CheckResult.warning(
            seen,
            "locked down: only a signed crash kernel can be loaded",
            "kexec -s -p with the distribution's signed kernel, or Secure Boot off");
  }
}
