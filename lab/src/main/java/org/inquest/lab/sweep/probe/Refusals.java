package org.inquest.lab.sweep.probe;

import java.util.List;
import java.util.Optional;

/// Why nothing can be made to fail: the first reason that holds, since the others follow from it.
final class Refusals {
  private Refusals() {}

  private static final String LAB =
      "'inquest lab build-kernel faults' makes a kernel that can, for guests";

  static Optional<Refusal> of(
      KernelProbe.Looker look,
      Mounts mounts,
      List<FaultPoint> points,
      TaskKnobs tasks,
      String release) {
    if (points.stream().anyMatch(p -> !p.fixed())) {
      return lockdown(look);
    }
    String kernel = release.isEmpty() ? "this kernel" : "kernel " + release;
    if (!points.isEmpty()) {
      return refuse("the knobs of " + kernel + " can't be written", "sweep in a guest; " + LAB);
    }
    if (look.gaps().stream().anyMatch(gap -> gap.contains("permission denied"))) {
      return refuse("the settings of " + kernel + " are root's", "be root, or sweep in a guest");
    }
    if (mounts.debugfs().isEmpty() && mounts.knowsDebugfs()) {
      // A kernel that was built without it shows nothing in /proc either.
      return tasks.failNth() || configured(look, release)
          ? refuse("debugfs is not mounted", "mount -t debugfs none /sys/kernel/debug")
          : without(kernel, "/proc/self/fail-nth is not there, and debugfs not mounted");
    }
    if (tasks.failNth()) {
      return refuse(
          kernel + " has fault injection without its settings (CONFIG_FAULT_INJECTION_DEBUG_FS)",
          "build it with them; " + LAB);
    }
    return without(kernel, "no fault point below debugfs, no /proc/self/fail-nth");
  }

  private static Optional<Refusal> without(String kernel, String seen) {
    return refuse(
        kernel + " was built without fault injection (CONFIG_FAULT_INJECTION): " + seen, LAB);
  }

  /// Whether the file of build options beside the kernel says that it has fault injection.
  private static boolean configured(KernelProbe.Looker look, String release) {
    return look.text("/boot/config-" + release)
        .map(config -> config.contains("\nCONFIG_FAULT_INJECTION=y"))
        .orElse(false);
  }

  private static Optional<Refusal> lockdown(KernelProbe.Looker look) {
    return look.text("/sys/kernel/security/lockdown")
        .filter(text -> text.contains("[integrity]") || text.contains("[confidentiality]"))
        .flatMap(text ->
            refuse(
                "the kernel is locked down (" + text + "): it refuses writes to debugfs",
                "boot without Secure Boot or lockdown=, or sweep in a guest"));
  }

  private static Optional<Refusal> refuse(String why, String remedy) {
    return Optional.of(new Refusal(why, remedy));
  }
}
