package org.inquest.lab.sweep.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.fault.Unsupported;
import org.inquest.lab.sweep.knob.KnobWrite;
import org.inquest.lab.sweep.probe.FaultPoint;
import org.inquest.lab.sweep.probe.KernelProbe;

/// What is written for a case, to the files that this kernel has: once before all cases, before the
/// case, and after it. Nothing is written here; the lists are what `--dry-run` shows.
public final class KnobPlan {
  private static final String ALL_ONES = "0xffffffffffffffff";
  private static final String NO_END = "0xffffffff"; // -1 in the form that all kernels take.
  private static final String SLAB = "/sys/kernel/slab/";

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
  /// @throws Unsupported where this kernel can't do that
  public List<KnobWrite> arm(FaultCase tried) {
    return switch (tried) {
      case FaultCase.Nth nth -> List.of();
      case FaultCase.Pair(String capability, int nth, int bytes) -> {
        Writes out = new Writes(point(capability));
        out.add("space", Integer.toString(bytes), "bytes between the two failures");
        out.fail("2", "100");
        yield out.list;
      }
      case FaultCase.CallSite(var site, long address) -> {
        Writes out = new Writes(filtered(site.capability()));
        out.filter(address, address + 1);
        out.fail("1", "100");
        yield out.list;
      }
      case FaultCase.Range(String capability, TextRange range, int times) -> {
        Writes out = new Writes(filtered(capability));
        out.filter(range.start(), range.end());
        out.fail(times < 0 ? NO_END : Integer.toString(times), "100");
        yield out.list;
      }
      case FaultCase.Cache(String cache) -> cache(cache);
      case FaultCase.Soak(String capability, int percent) -> {
        Writes out = new Writes(point(capability));
        out.fail(NO_END, Integer.toString(percent));
        yield out.list;
      }
      case FaultCase.Function(InjectableFunction function, long value) -> function(function, value);
    };
  }

  /// What is written after a case, so that the next begins as this one did.
  ///
  /// @throws Unsupported as for [#arm]
  public List<KnobWrite> disarm(FaultCase tried) {
    return switch (tried) {
      case FaultCase.Nth nth -> List.of();
      case FaultCase.Pair(String capability, int nth, int bytes) -> {
        Writes out = new Writes(point(capability));
        out.stop();
        out.add("space", "0", "as before the case");
        yield out.list;
      }
      case FaultCase.CallSite(var site, long address) -> unfiltered(site.capability());
      case FaultCase.Range(String capability, TextRange range, int times) -> unfiltered(capability);
      case FaultCase.Cache(String cache) -> {
        Writes out = new Writes(point("failslab"));
        out.stop();
        out.list.add(new KnobWrite(SLAB + cache + "/failslab", "0", "no longer this cache"));
        out.add("cache-filter", "N", "as before the case");
        yield out.list;
      }
      case FaultCase.Soak(String capability, int percent) -> {
        Writes out = new Writes(point(capability));
        out.stop();
        yield out.list;
      }
      case FaultCase.Function(InjectableFunction function, long value) -> {
        Writes out = new Writes(point("fail_function"));
        out.stop();
        out.add("inject", "!" + function.name(), "it works again");
        yield out.list;
      }
    };
  }

  private List<KnobWrite> unfiltered(String capability) {
    Writes out = new Writes(filtered(capability));
    out.stop();
    out.filter(0, -1);
    return out.list;
  }

  private List<KnobWrite> cache(String cache) {
    if (!probe.caches().usable() || !probe.caches().names().contains(cache)) {
      throw new Unsupported(
          "failures of the slab cache "
              + cache
              + ": this kernel has no such cache, or its switch can't be written");
    }
    Writes out = new Writes(point("failslab"));
    out.list.add(new KnobWrite(SLAB + cache + "/failslab", "1", "this cache fails"));
    out.add("cache-filter", "Y", "and no other");
    out.fail("1", "100");
    return out.list;
  }

  private List<KnobWrite> function(InjectableFunction function, long value) {
    FaultPoint point = point("fail_function");
    Writes out = new Writes(point);
    out.add("inject", function.name(), "it may fail");
    // The kernel makes this file when the function is on the list.
    out.list.add(
        new KnobWrite(
            point.folder() + "/" + function.name() + "/retval",
            "0x" + Long.toHexString(value),
            "what it returns: " + value));
    out.fail("1", "100");
    return out.list;
  }

  private FaultPoint point(String capability) {
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
