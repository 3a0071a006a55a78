package org.inquest.lab.sweep.run;

import java.util.List;
import java.util.Optional;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.sweep.count.Counting;
import org.inquest.lab.sweep.guest.AgentKnobs;
import org.inquest.lab.sweep.guest.SweepGuest;

/// Counts the places that a guest's workload allocates at, where its kernel has events for that.
final class SiteCount {
  /// Where tracefs is, the newer place first (Documentation/trace/ftrace.rst).
  private static final List<String> TRACEFS =
      List.of("/sys/kernel/tracing", "/sys/kernel/debug/tracing");

  private final SweepGuest guest;
  private final AgentKnobs knobs;

  SiteCount(SweepGuest guest) {
    this.guest = guest;
    this.knobs = new AgentKnobs(guest.agent());
  }

  /// Counts while something runs.
  ///
  /// @return empty where the kernel can't
  Optional<Counting.Result> count(Runnable work) {
    Optional<Counting> counting =
        TRACEFS.stream().flatMap(folder -> Counting.of(knobs, folder).stream()).findFirst();
    Optional<Long> agent =
        guest.agent().read("/proc/self/stat").map(text -> Long.parseLong(text.split(" ")[0]));
    if (counting.isEmpty() || agent.isEmpty()) {
      return Optional.empty();
    }
    try {
      counting.get().begin(agent.get()).forEach(w -> knobs.write(w.path(), w.value()));
      work.run();
      return Optional.of(counting.get().read(knobs));
    } catch (Unavailable e) {
      return Optional.empty();
    } finally {
      counting.get().end().forEach(w -> guest.agent().write(w.path(), w.value()));
    }
  }
}
