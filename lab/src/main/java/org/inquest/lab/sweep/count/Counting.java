package org.inquest.lab.sweep.count;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.sweep.knob.KnobFiles;
import org.inquest.lab.sweep.knob.KnobWrite;

/// Counts allocation sites while nothing fails. Use: [#begin], let a process run whose id is in
/// `set_event_pid`, [#read], [#end].
///
/// @param tracefs its folder
/// @param events what is counted
public record Counting(String tracefs, List<EventCount> events) {
  private static final String FAILSLAB = "failslab";

  /// The events, and which capability makes what they tell of fail. Those for a NUMA node were one
  /// with the others' in 11e9734bcb6a ("mm/slab_common: unify NUMA and UMA version of tracepoints",
  /// v6.1).
  private static final Map<String, String> EVENTS =
      Map.of(
          "kmalloc", FAILSLAB,
          "kmalloc_node", FAILSLAB,
          "kmem_cache_alloc", FAILSLAB,
          "kmem_cache_alloc_node", FAILSLAB,
          "mm_page_alloc", "fail_page_alloc");

  /// Copies its list.
  public Counting {
    events = List.copyOf(events);
  }

  /// What was counted.
  ///
  /// @param sites each once, those with most hits first
  /// @param dropped allocations for which the kernel's table had no room
  public record Result(List<CountedSite> sites, long dropped) {
    /// Copies its list.
    public Result {
      sites = List.copyOf(sites);
    }
  }

  /// Looks whether a kernel can count.
  ///
  /// @param tracefs where tracefs is mounted
  /// @return empty where it has no such events, no histograms, or can't choose processes
  public static Optional<Counting> of(KnobFiles files, String tracefs) {
    List<EventCount> found = new ArrayList<>();
    String readme = files.read(tracefs + "/README").orElse("");
    String stack = readme.contains("common_stacktrace") ? "common_stacktrace" : "stacktrace";
    for (String event : EVENTS.keySet().stream().sorted().toList()) {
      String folder = tracefs + "/events/kmem/" + event;
      if (files.list(folder).contains("hist")) {
        String format = files.read(folder + "/format").orElse("");
        found.add(new EventCount(folder, EVENTS.getOrDefault(event, ""), format, stack));
      }
    }
    boolean chooses =
        files.list(tracefs).contains("set_event_pid")
            && files.list(tracefs + "/options").contains("event-fork");
    return found.isEmpty() || !chooses
        ? Optional.empty()
        : Optional.of(new Counting(tracefs, found));
  }

  /// What to write before the workload, in this order: from the first trigger on, only the chosen
  /// process and its children count.
  ///
  /// @param pid of the process whose children the workload will be
  public List<KnobWrite> begin(long pid) {
    List<KnobWrite> out = new ArrayList<>();
    out.add(new KnobWrite(tracefs + "/options/event-fork", "1", "children count, too"));
    out.add(new KnobWrite(eventPid(), Long.toString(pid), "only the workload counts"));
    for (EventCount event : events) {
      for (String trigger : event.triggers()) {
        out.add(new KnobWrite(event.folder() + "/trigger", trigger, "count stacks"));
      }
    }
    return out;
  }

  /// What was counted so far. To be read before [#end], and from outside of the workload.
  ///
  /// @throws Unavailable where a histogram can't be read
  public Result read(KnobFiles files) {
    List<Histogram> histograms = new ArrayList<>();
    for (EventCount event : events) {
      histograms.add(Histogram.parse(files.read(event.folder() + "/hist").orElse("")));
    }
    return merge(histograms);
  }

  /// What to write afterwards. Who is chosen is forgotten last: with nobody chosen all count.
  public List<KnobWrite> end() {
    List<KnobWrite> out = new ArrayList<>();
    for (EventCount event : events) {
      for (String trigger : event.triggers()) {
        out.add(new KnobWrite(event.folder() + "/trigger", "!" + trigger, "count no more"));
      }
    }
    out.add(new KnobWrite(eventPid(), "", "nobody is chosen"));
    out.add(new KnobWrite(tracefs + "/options/event-fork", "0", "as the kernel boots"));
    return out;
  }

  /// One list of what the histograms of all events have.
  private Result merge(List<Histogram> histograms) {
    Map<Site, CountedSite> sites = new LinkedHashMap<>();
    long dropped = 0;
    for (int i = 0; i < histograms.size(); i++) {
      dropped += histograms.get(i).dropped();
      for (CountedSite one : events.get(i).sites(histograms.get(i))) {
        sites.merge(one.site(), one, Counting::sum);
      }
    }
    List<CountedSite> out = new ArrayList<>(sites.values());
    out.sort(Comparator.comparingLong(CountedSite::hits).reversed());
    return new Result(out, dropped);
  }

  private static CountedSite sum(CountedSite a, CountedSite b) {
    return new CountedSite(
        a.site(),
        a.cache().equals(b.cache()) ? a.cache() : "",
        a.hits() + b.hits(),
        a.neverFails() && b.neverFails());
  }

  private String eventPid() {
    return tracefs + "/set_event_pid";
  }
}
