package org.inquest.profile.event;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.fault.Unsupported;
import org.inquest.profile.system.Errno;

/// Why the kernel refused to open an event, and what to do. The errors are those that
/// perf_event_open(2) lists; what decides between their causes is read from `/proc`.
public final class Refusal {
  private static final String PARANOID = "/proc/sys/kernel/perf_event_paranoid";
  private static final Pattern SECCOMP = Pattern.compile("(?m)^Seccomp:\\s*(\\d+)$");
  private static final Pattern CAPABILITIES =
      Pattern.compile("(?m)^CapEff:\\s*([0-9a-fA-F]{1,16})$");
  private static final int CAP_SYS_ADMIN = 21;
  private static final int CAP_PERFMON =
      38; // 980737282232 ("capability: Introduce CAP_PERFMON"), v5.8

  private final SystemTree tree;

  /// @param tree where the settings of this machine are read
  public Refusal(SystemTree tree) {
    this.tree = tree;
  }

  /// The error for a person.
  ///
  /// @param event its name
  /// @param whom what it was to observe: "all CPUs", "process 12"
  public InquestException of(Errno errno, String event, String whom) {
    return switch (errno.number()) {
      case 1, 13 -> notPermitted(event, whom);
      case 2, 19, 95 ->
          new Unavailable(
              "this machine can't count " + event,
              "inquest profile events shows what works here; cpu-clock works everywhere");
      case 3 -> new Unavailable("no " + whom, "it has ended, or never was; see ps");
      case 16 ->
          new Unavailable(
              event + " is in use by somebody who does not share it (EBUSY)",
              "end other profilers, or the NMI watchdog: sysctl kernel.nmi_watchdog=0");
      case 24 ->
          new Unavailable(
              "too many open files: each event takes one for each thread and CPU",
              "raise the hard limit (ulimit -Hn), sample fewer events or -a instead of -p");
      case 28 ->
          new Unavailable(
              "the CPU has no free counter or breakpoint for " + event, "ask for fewer at once");
      case 38 -> seccompOr("the kernel has no perf_event_open (built without PERF_EVENTS)");
      case 22, 7, 75 ->
          new Unsupported(
              "the kernel refuses "
                  + event
                  + " for "
                  + whom
                  + " with these settings ("
                  + errno.text()
                  + "); inquest profile events shows what works here");
      default ->
          new Unsupported("the kernel refuses " + event + " for " + whom + ": " + errno.text());
    };
  }

  /// The setting that rules what who has no privilege may see; empty where it can't be read.
  public Optional<Integer> paranoid() {
    return SystemTree.text(tree.path(PARANOID))
        .filter(text -> text.matches("-?\\d{1,3}"))
        .map(Integer::valueOf);
  }

  /// Whether this process may see everything whatever the setting is.
  public boolean privileged() {
    Matcher set = CAPABILITIES.matcher(ownStatus());
    if (!set.find()) {
      return false;
    }
    long capabilities = Long.parseUnsignedLong(set.group(1), 16);
    return (capabilities >>> CAP_SYS_ADMIN & 1) != 0 || (capabilities >>> CAP_PERFMON & 1) != 0;
  }

  private InquestException notPermitted(String event, String whom) {
    if (privileged()) {
      return seccompOr("the kernel refuses " + event + " though this process has the privilege");
    }
    int level = paranoid().orElse(2);
    String setting = "kernel.perf_event_paranoid is " + level;
    boolean all = whom.equals("all CPUs") || whom.startsWith("cgroup");
    String others =
        all
            ? "observing " + whom + " needs root or CAP_PERFMON, or kernel.perf_event_paranoid=0"
            : "another user's process needs root or CAP_PERFMON; your own needs a setting below 3";
    return new Unavailable(
        "no permission for " + event + " on " + whom + " (" + setting + ")",
        others + ": sudo sysctl kernel.perf_event_paranoid=" + (all ? 0 : 1));
  }

  /// A filter of system calls answers EPERM or ENOSYS for what it does not let through, as those of
  /// containers do with perf_event_open.
  private InquestException seccompOr(String otherwise) {
    Matcher mode = SECCOMP.matcher(ownStatus());
    if (mode.find() && !mode.group(1).equals("0")) {
      return new Unavailable(
          "a filter of system calls (seccomp) keeps perf_event_open from this process, as"
              + " containers do",
          "record on the host (-G names a container's cgroup), or start the container with a"
              + " profile that allows it and with CAP_PERFMON");
    }
    return new Unavailable(otherwise, "see dmesg, and whether a security module forbids it");
  }

  private String ownStatus() {
    return SystemTree.text(tree.path("/proc/self/status")).orElse("");
  }
}
