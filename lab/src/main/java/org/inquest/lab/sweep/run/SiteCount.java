package org.inquest.lab.sweep.run;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.sweep.count.CountedSite;
import org.inquest.lab.sweep.count.Counting;
import org.inquest.lab.sweep.knob.KnobFiles;
import org.inquest.lab.sweep.machine.SweptMachine;

/// Counts the places that a workload allocates at, where its kernel has events for that.
final class SiteCount {
  /// Where tracefs is, the newer place first (Documentation/trace/ftrace.rst).
  static final List<String> TRACEFS = List.of("/sys/kernel/tracing", "/sys/kernel/debug/tracing");

  /// What the counting itself allocates, for it is the agent that asks for it.
  private static final Pattern COUNTING =
      Pattern.compile("tracing_map_.*|event_hist_.*|event_trigger_.*|hist_show|trigger_.*");

  private final SweptMachine machine;
  private final KnobFiles knobs;

  SiteCount(SweptMachine machine) {
    this.machine = machine;
    this.knobs = machine.knobs();
  }

  private static boolean counts(CountedSite one) {
    return one.site().chain().stream()
        .anyMatch(place -> COUNTING.matcher(place.function()).matches());
  }

  /// Counts while something runs.
  ///
  /// @return empty where the kernel can't
  Optional<Counting.Result> count(Runnable work) {
    Optional<Counting> counting =
        TRACEFS.stream().flatMap(folder -> Counting.of(knobs, folder).stream()).findFirst();
    Optional<Long> agent =
        machine.agent().read("/proc/self/stat").map(text -> Long.parseLong(text.split(" ")[0]));
    if (counting.isEmpty() || agent.isEmpty()) {
      return Optional.empty();
    }
    try {
      counting.get().begin(agent.get()).forEach(w -> knobs.write(w.path(), w.value()));
      work.run();
      Counting.Result all = counting.get().read(knobs);
      return Optional.of(
          new Counting.Result(
              all.sites().stream().filter(one -> !counts(one)).toList(), all.dropped()));
    } catch (Unavailable e) {
      return Optional.empty();
    } finally {
      counting.get().end().forEach(w -> machine.agent().write(w.path(), w.value()));
    }
  }
}
