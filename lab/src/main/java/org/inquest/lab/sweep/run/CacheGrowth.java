package org.inquest.lab.sweep.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.inquest.lab.sweep.leak.SlabCounts;

/// Finds the case that leaves objects in a slab cache behind, by counting.
///
/// A count is never exact: what others free late (RCU, work queues) takes some objects off or adds
/// some. So all suspects run many times between two counts, and what leaks has to have added nearly
/// an object each time; then the half that adds more is looked at alone, down to one case, and that
/// one is held against its step without a failure.
final class CacheGrowth {
  /// Runs between two counts, as few as these where there are many suspects.
  private static final int FEWEST = 4;

  private static final int MOST = 12;
  private static final int IN_ALL = 160;

  private final Predicate<SweepCase> survives;
  private final Supplier<SlabCounts> counts;

  /// @param survives runs a case, and says whether the machine is still the same afterwards
  /// @param counts counts objects, once all that is only kept for later is given back
  CacheGrowth(Predicate<SweepCase> survives, Supplier<SlabCounts> counts) {
    this.survives = survives;
    this.counts = counts;
  }

  /// A case and the caches that it makes grow.
  record Grown(SweepCase tried, Set<String> caches) {}

  /// Looks.
  ///
  /// @param batch cases that were survived
  Optional<Grown> search(List<SweepCase> batch) {
    List<SweepCase> suspects = batch;
    Measured all = measure(suspects);
    while (suspects.size() > 1 && all.suspicious()) {
      List<SweepCase> first = suspects.subList(0, suspects.size() / 2);
      List<SweepCase> second = suspects.subList(suspects.size() / 2, suspects.size());
      Measured one = measure(first).only(all.caches());
      Measured other = measure(second).only(all.caches());
      boolean inFirst = one.most() >= other.most();
      suspects = inFirst ? first : second;
      all = inFirst ? one : other;
    }
    if (!all.suspicious()) {
      return Optional.empty();
    }
    SweepCase last = suspects.getFirst();
    Measured left = all.without(measure(List.of(SweepCase.of(last.step(), 0))));
    return left.suspicious() ? Optional.of(new Grown(last, left.caches())) : Optional.empty();
  }

  /// Runs all of them again and again, and counts before and after.
  private Measured measure(List<SweepCase> cases) {
    int runs = Math.clamp(IN_ALL / cases.size(), FEWEST, MOST);
    SlabCounts before = counts.get();
    for (int run = 0; run < runs; run++) {
      for (SweepCase one : cases) {
        if (!survives.test(one)) {
          return new Measured(runs, Map.of()); // The machine was put back, and its counts.
        }
      }
    }
    return new Measured(runs, counts.get().grownSince(before));
  }

  /// What was counted.
  ///
  /// @param runs of each case
  /// @param grown objects by cache
  private record Measured(int runs, Map<String, Long> grown) {
    /// Caches that have got nearly an object in each run.
    Set<String> caches() {
      Map<String, Long> most = new TreeMap<>(grown);
      most.values().removeIf(objects -> objects < least());
      return most.keySet();
    }

    private long least() {
      return runs * 3L / 4;
    }

    boolean suspicious() {
      return !caches().isEmpty();
    }

    /// Objects a run of the cache that has got most.
    double most() {
      return grown.values().stream().mapToLong(Long::longValue).max().orElse(0) / (double) runs;
    }

    Measured only(Set<String> caches) {
      Map<String, Long> some = new TreeMap<>(grown);
      some.keySet().retainAll(caches);
      return new Measured(runs, some);
    }

    Measured without(Measured other) {
      Map<String, Long> less = new TreeMap<>(grown);
      other.grown.forEach((cache, objects) -> less.merge(cache, -objects, Long::sum));
      return new Measured(runs, less);
    }
  }
}
