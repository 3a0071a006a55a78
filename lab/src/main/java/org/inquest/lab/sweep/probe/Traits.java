package org.inquest.lab.sweep.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What follows from the files that a kernel shows, and what does not and so is unknown.
final class Traits {
  private Traits() {}

  private static final String NOWHERE = "no file shows it";

  static List<Trait> of(List<FaultPoint> points, TaskKnobs tasks, CacheKnobs caches) {
    List<Trait> out = new ArrayList<>();
    if (points.isEmpty()) {
      return out;
    }
    out.add(tasks(tasks));
    Optional<FaultPoint> filtering =
        points.stream().filter(p -> p.stackFilter().isPresent()).findFirst();
    out.add(filtering.map(Traits::filter).orElseGet(Traits::noFilter));
    if (filtering.isPresent() && tasks.failNth()) {
      out.add(
          new Trait(
              "stack filter and fail-nth",
              "unknown which comes first (newer kernels: the filter); a sweep uses one at a time",
              NOWHERE));
    }
    points.stream()
        .filter(p -> "Y".equals(p.knobs().get("ignore-gfp-wait")))
        .findFirst()
        .ifPresent(p ->
            out.add(
                new Trait(
                    "allocations that may sleep",
                    "exempt now, fail-nth included: GFP_KERNEL, GFP_NOFS; a sweep includes them",
                    p.name() + "/ignore-gfp-wait is Y")));
    if (caches.filter()) {
      out.add(cache(caches));
    }
    out.add(
        new Trait(
            "failures without a line in the log",
            "possible: newer kernels print none for __GFP_NOWARN",
            NOWHERE));
    return out;
  }

  private static Trait tasks(TaskKnobs tasks) {
    if (!tasks.failNth()) {
      return new Trait("fail-nth", "not there: only by probability", "no /proc/self/fail-nth");
    }
    return new Trait(
        "fail-nth",
        "a task's nth chance fails, whichever point it is at; probability, times and task-filter"
            + " don't count",
        "/proc/self/fail-nth");
  }

  private static Trait filter(FaultPoint point) {
    FaultPoint.StackFilter filter = point.stackFilter().orElseThrow();
    return new Trait(
        "stack filter",
        "single call sites and modules can be chosen, "
            + filter.depth()
            + " frames deep; addresses read as "
            + (filter.hexadecimal() ? "hexadecimal" : "decimal")
            + " numbers",
        point.name() + "/require-end is " + point.knobs().get("require-end"));
  }

  private static Trait noFilter() {
    return new Trait(
        "stack filter",
        "not there: call sites are chosen by fail-nth, and known by the stack in the log",
        "no require-start");
  }

  private static Trait cache(CacheKnobs caches) {
    return new Trait(
        "single slab caches",
        caches.writable()
            ? "can be chosen; caches that the kernel merged fail together (boot with slab_nomerge)"
            : "can't be chosen while it runs: their switches are read-only; boot with slab_nomerge"
                + " slub_debug=A,NAME, as sweep --cache does with its guests",
        "mode of /sys/kernel/slab/*/failslab");
  }
}
