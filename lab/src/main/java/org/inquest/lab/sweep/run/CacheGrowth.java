package org.inquest.lab.sweep.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.inquest.lab.sweep.leak.MemoryLook;
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

  private final CaseRunner runner;
  private final MemoryLook memory;

  CacheGrowth(CaseRunner runner) {
    this.runner = runner;
    this.memory = runner.memory();
  }

  /// A case and the caches that it makes grow.
  record Grown(CaseRunner.Ran ran, Set<String> caches) {}

  /// Looks.
  ///
  /// @param batch cases that were survived
  Optional<Grown> search(List<CaseRunner.Ran> batch) {
    List<CaseRunner.Ran> suspects = batch;
    Measured all = measure(suspects);
    while (suspects.size() > 1 && all.suspicious()) {
      List<CaseRunner.Ran> first = suspects.subList(0, suspects.size() / 2);
      List<CaseRunner.Ran> second = suspects.subList(suspects.size() / 2, suspects.size());
      Measured one = measure(first).only(all.caches());
      Measured other = measure(second).only(all.caches());
      boolean inFirst = one.most() >= other.most();
      suspects = inFirst ? first : second;
      all = inFirst ? one : other;
    }
    if (!all.suspicious()) {
      return Optional.empty();
    }
    CaseRunner.Ran ran = suspects.getFirst();
    SweepCase clean = SweepCase.of(ran.result().tried().step(), 0);
    Measured left = all.without(measure(List.of(ran.with(ran.result().of(clean)))));
    return left.suspicious() ? Optional.of(new Grown(ran, left.caches())) : Optional.empty();
  }

  /// Runs all of them again and again, and counts before and after.
  private Measured measure(List<CaseRunner.Ran> cases) {
    int runs = Math.clamp(IN_ALL / cases.size(), FEWEST, MOST);
    SlabCounts before = memory.counts();
    for (int run = 0; run < runs; run++) {
      for (CaseRunner.Ran one : cases) {
        if (!runner.run(one.result().tried()).result().fine()) {
          return new Measured(runs, Map.of()); // The machine was put back, and its counts.
        }
      }
    }
    return new Measured(runs, memory.counts().grownSince(before));
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
