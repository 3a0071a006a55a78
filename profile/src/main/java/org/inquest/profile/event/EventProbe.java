package org.inquest.profile.event;

import org.inquest.formats.perf.AttrFlag;
import org.inquest.formats.perf.SampleType;
import org.inquest.profile.system.Errno;
import org.inquest.profile.system.EventAttr;
import org.inquest.profile.system.PerfSystem;

/// Tries events: opens each for this thread, stopped, and closes it again.
public final class EventProbe {
  static final String NOT_PERMITTED = "not permitted";
  private static final long SOME_PERIOD = 1 << 20;

  private final PerfSystem system;

  /// @param system the kernel that is asked
  public EventProbe(PerfSystem system) {
    this.system = system;
  }

  /// What came of trying an event.
  public sealed interface Support {}

  /// It works.
  ///
  /// @param sampling whether it can be sampled, or only counted
  /// @param userOnly whether only user space may be seen by who asks
  public record Works(boolean sampling, boolean userOnly) implements Support {}

  /// It works for a CPU, not for a task: the counter is outside of the core.
  public record WorksForCpu(boolean sampling) implements Support {}

  /// It does not.
  ///
  /// @param why in words
  /// @param errno what the kernel said
  public record Fails(String why, Errno errno) implements Support {}

  /// Tries it.
  public Support support(EventSpec spec) {
    EventAttr attr = spec.attr().with(AttrFlag.DISABLED);
    int result = attempt(attr, 0, -1);
    boolean userOnly = false;
    boolean hidden = result == Errno.EACCES.result() || result == Errno.EPERM.result();
    if (hidden && !attr.has(AttrFlag.EXCLUDE_USER)) {
      EventAttr user = spec.userOnly().attr().with(AttrFlag.DISABLED);
      result = attempt(user, 0, -1); // where this fails too, it says what is really missing
      userOnly = result >= 0;
      attr = user;
    }
    if (result >= 0) {
      return new Works(attempt(attr.sampled(SOME_PERIOD, SampleType.IP), 0, -1) >= 0, userOnly);
    }
    if (result == Errno.EINVAL.result() && attempt(attr, -1, 0) >= 0) {
      return new WorksForCpu(attempt(attr.sampled(SOME_PERIOD, SampleType.IP), -1, 0) >= 0);
    }
    return new Fails(reason(Errno.of(result)), Errno.of(result));
  }

  private int attempt(EventAttr attr, int pid, int cpu) {
    int descriptor = system.open(attr, pid, cpu, -1, PerfSystem.CLOSE_ON_EXEC);
    if (descriptor >= 0) {
      system.close(descriptor);
    }
    return descriptor;
  }

  private static String reason(Errno errno) {
    return switch (errno.number()) {
      case 2, 19, 95 -> "not on this CPU";
      case 1, 13 -> NOT_PERMITTED;
      case 16 -> "in use by another program";
      case 22 -> "not with these settings";
      case 38 -> "the kernel has no perf_event_open";
      default -> errno.text();
    };
  }
}
