package org.inquest.lab.sweep.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.oops.CodePlace;
import org.inquest.lab.sweep.knob.KnobWrite;
import org.inquest.lab.sweep.probe.CacheKnobs;
import org.inquest.lab.sweep.probe.FaultPoint;
import org.inquest.lab.sweep.probe.KernelProbe;

/// What is written for a case, to the files that this kernel has: once before all cases, before the
/// case, and after it. Nothing is written here; the lists are what `--dry-run` shows.
public final class KnobPlan {
  private static final String ALL_ONES = "0xffffffffffffffff";
  private static final String NO_END = "0xffffffff"; // -1 in the form that all kernels take.
  private static final String CACHES = "/sys/kernel/slab/";
  private static final String SLAB = "failslab";
  private static final String PAGES = "fail_page_alloc";
  private static final String FUNCTION = "fail_function";

  private final KernelProbe probe;

  /// @param probe what the kernel has
  public KnobPlan(KernelProbe probe) {
    this.probe = probe;
  }

  /// What is the same for all cases: nothing fails yet, and what fails will tell so.
  public List<KnobWrite> prepare() {
    List<KnobWrite> out = new ArrayList<>();
    for (FaultPoint point : probe.points()) {
      out.addAll(prepare(point));
    }
    return out;
  }

  /// The same for one fault point.
  public static List<KnobWrite> prepare(FaultPoint point) {
    Writes out = new Writes(point);
    out.add("probability", "0", "nothing fails yet");
    // In interrupts there is no task to tell apart, and with the filter nothing would fail.
    boolean tasks = point.kind().inTasks();
    out.add("task-filter", tasks ? "Y" : "N", tasks ? "only the workload fails" : "whoever asks");
    out.add("verbose", "2", "each failure is told with its stack");
    out.add("verbose_ratelimit_interval_ms", "0", "each of them");
    out.add("interval", "1", "no chance is passed over");
    out.add("space", "0", "from the first byte on");
    out.add("ignore-gfp-wait", "N", "allocations that may sleep fail, too: nearly all");
    out.add("ignore-gfp-highmem", "N", "pages for programs, too");
    out.add("min-order", "0", "single pages, too");
    out.add("ignore-private", "N", "futexes of one process, too");
    out.add("cache-filter", "N", "all caches");
    out.filter(0, -1);
    return out.list;
  }

  /// What is written before a case, in this order: what makes it fail comes last.
  ///
  /// @param text where functions are, for a failure that is chosen by its place
  /// @return nothing for a call that is chosen by its number: the task counts it down itself
  /// @throws Unsupported where this kernel can't do that
  public List<KnobWrite> arm(Failure failure, Supplier<RunningText> text) {
    return switch (failure) {
      case Failure.Nth nth -> List.of();
      case Failure.Place(String capability, CodePlace place) -> {
        long address =
            text.get()
                    .start(place)
                    .orElseThrow(() ->
                        new Unsupported(
                            place.function() + ": not known where it is, or there are several"))
                + place.offset();
        Writes out = new Writes(filtered(capability));
        out.filter(address, address + 1);
        out.fail("1", "100");
        yield out.list;
      }
      case Failure.Chance(int percent, long round) -> {
        List<KnobWrite> all = new ArrayList<>();
        for (FaultPoint point : byChance()) {
          Writes out = new Writes(point);
          out.fail(NO_END, Integer.toString(percent));
          all.addAll(out.list);
        }
        yield all;
      }
      case Failure.Function(String name, long value) -> function(name, value);
    };
  }

  /// What is written after a case, so that the next begins as this one did.
  ///
  /// @throws Unsupported as for [#arm]
  public List<KnobWrite> disarm(Failure failure) {
    return switch (failure) {
      case Failure.Nth nth -> List.of();
      case Failure.Place(String capability, CodePlace place) -> {
        Writes out = new Writes(filtered(capability));
        out.stop();
        out.filter(0, -1);
        yield out.list;
      }
      case Failure.Chance chance -> {
        List<KnobWrite> all = new ArrayList<>();
        for (FaultPoint point : byChance()) {
          Writes out = new Writes(point);
          out.stop();
          all.addAll(out.list);
        }
        yield all;
      }
      case Failure.Function(String name, long value) -> {
        Writes out = new Writes(point(FUNCTION));
        out.stop();
        out.add("inject", "!" + name, "it works again");
        yield out.list;
      }
    };
  }

  /// What is written besides, once, so that one slab cache alone fails. Pages can't be told apart
  /// by caches, so that none of them does.
  ///
  /// @param switches what the switch of a cache says now, by its path
  /// @throws Unsupported where this kernel can't do that
  public List<KnobWrite> only(String cache, Function<String, Optional<String>> switches) {
    CacheKnobs caches = probe.caches();
    String path = CACHES + cache + "/failslab";
    boolean chosen = switches.apply(path).filter(now -> now.strip().equals("1")).isPresent();
    if (!caches.names().contains(cache)) {
      throw new Unsupported("failures of the slab cache " + cache + ": this kernel has none");
    }
    if (!caches.usable() && !(caches.filter() && chosen)) {
      throw new Unsupported(
          "failures of the slab cache "
              + cache
              + ": its switch can't be written; boot with slab_nomerge slub_debug=A,"
              + cache);
    }
    Writes out = new Writes(point(SLAB));
    if (!chosen) {
      out.list.add(new KnobWrite(path, "1", "this cache fails"));
    }
    out.add("cache-filter", "Y", "and no other");
    probe
        .point(PAGES)
        .ifPresent(point -> {
          Writes pages = new Writes(point);
          pages.add("ignore-gfp-wait", "Y", "no pages");
          pages.add("min-order", "20", "of any size");
          out.list.addAll(pages.list);
        });
    return out.list;
  }

  /// Whether the kernel can be told which call is to fail.
  ///
  /// @throws Unsupported where it can't at any of its fault points
  public void requirePlaces() {
    filtered(SLAB);
  }

  private List<FaultPoint> byChance() {
    return Stream.of(SLAB, PAGES).flatMap(name -> probe.point(name).stream()).toList();
  }

  private List<KnobWrite> function(String name, long value) {
    FaultPoint point = point(FUNCTION);
    Writes out = new Writes(point);
    out.add("inject", name, "it may fail");
    // The kernel makes this file when the function is on the list.
    out.list.add(
        new KnobWrite(
            point.folder() + "/" + name + "/retval",
            "0x" + Long.toHexString(value),
            "what it returns: " + value));
    out.fail("1", "100");
    return out.list;
  }

  /// A fault point of this kernel.
  ///
  /// @throws Unsupported where it has none of that name
  public FaultPoint point(String capability) {
    return probe
        .point(capability)
        .orElseThrow(() -> new Unsupported(capability + ": this kernel has no such fault point"));
  }

  private FaultPoint filtered(String capability) {
    FaultPoint point = point(capability);
    if (point.stackFilter().isEmpty()) {
      throw new Unsupported(
          "to choose where "
              + capability
              + " fails: this kernel has no stack filter (CONFIG_FAULT_INJECTION_STACKTRACE_FILTER)");
    }
    return point;
  }

  /// Writes to one fault point, to the files that it has.
  private record Writes(FaultPoint point, List<KnobWrite> list) {
    Writes(FaultPoint point) {
      this(point, new ArrayList<>());
    }

    void add(String knob, String value, String why) {
      Optional<String> path = point.path(knob);
      path.ifPresent(p -> list.add(new KnobWrite(p, value, why)));
    }

    /// Addresses are written in hexadecimal: each kernel takes either form.
    ///
    /// @param end -1 for none
    void filter(long start, long end) {
      boolean all = end == -1;
      String why = all ? "whatever the stack" : "only with a stack through here";
      add("stacktrace-depth", "32", "as deep as there is");
      add("require-start", "0x" + Long.toHexString(start), why);
      add("require-end", all ? ALL_ONES : "0x" + Long.toHexString(end), why);
      add("reject-start", "0x0", "no stack is exempt");
      add("reject-end", "0x0", "no stack is exempt");
    }

    void fail(String times, String percent) {
      add("times", times, times.equals(NO_END) ? "without end" : "so often");
      add("probability", percent, "from now on");
    }

    void stop() {
      add("probability", "0", "nothing fails any more");
    }
  }
}
