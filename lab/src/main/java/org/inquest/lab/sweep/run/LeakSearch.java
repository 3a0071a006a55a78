package org.inquest.lab.sweep.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.inquest.lab.sweep.leak.MemoryLook;
import org.inquest.lab.sweep.leak.SlabCounts;
import org.inquest.lab.sweep.leak.Unreferenced;

/// Looks whether a batch of cases that were survived has left memory behind, and which one did.
///
/// kmemleak tells who allocated what nothing points to, and with the task's number which case it
/// was. Without it, caches are counted: what leaks makes the same cache grow each time that the
/// case is run again, and not when the step is run without a failure.
final class LeakSearch {
  /// Growth that comes back so often is no accident.
  private static final int ROUNDS = 3;

  private final CaseRunner runner;
  private final MemoryLook memory;

  LeakSearch(CaseRunner runner) {
    this.runner = runner;
    this.memory = runner.memory();
  }

  /// A leak.
  ///
  /// @param ran the case that does it
  /// @param words what was not given back
  record Leak(CaseRunner.Ran ran, String words) {}

  /// Looks.
  ///
  /// @param batch cases that were survived, as they ran
  List<Leak> search(List<CaseRunner.Ran> batch) {
    return memory.exact() ? told(batch) : grown(batch).stream().toList();
  }

  private List<Leak> told(List<CaseRunner.Ran> batch) {
    List<Leak> leaks = new ArrayList<>();
    for (Unreferenced one : memory.unreferenced()) {
      // What nobody of this batch has allocated was the kernel's own affair.
      batch.stream()
          .filter(ran -> ran.pid() == one.pid())
          .findFirst()
          .ifPresent(ran -> leaks.add(new Leak(ran, one.words())));
    }
    return leaks;
  }

  private Optional<Leak> grown(List<CaseRunner.Ran> batch) {
    Set<String> caches = growth(batch);
    if (caches.isEmpty()) {
      return Optional.empty();
    }
    List<CaseRunner.Ran> suspects = batch;
    while (suspects.size() > 1) {
      List<CaseRunner.Ran> half = suspects.subList(0, suspects.size() / 2);
      Set<String> now = growth(half);
      if (now.isEmpty()) {
        half = suspects.subList(suspects.size() / 2, suspects.size());
        now = growth(half);
      }
      if (now.isEmpty()) {
        return Optional.empty(); // Only all of them together, or by chance.
      }
      suspects = half;
      caches = now;
    }
    CaseRunner.Ran one = suspects.getFirst();
    SweepCase clean = SweepCase.of(one.result().tried().step(), 0);
    caches.removeAll(growth(List.of(one.with(one.result().of(clean)))));
    return caches.isEmpty() ? Optional.empty() : Optional.of(new Leak(one, words(one, caches)));
  }

  private static String words(CaseRunner.Ran ran, Set<String> caches) {
    return String.join(", ", caches)
        + ": more objects each time that "
        + ran.result().tried().step()
        + " fails in this way";
  }

  /// Caches that have grown each time that all of these cases were run once more.
  private Set<String> growth(List<CaseRunner.Ran> cases) {
    SlabCounts before = memory.counts();
    Set<String> always = Set.of();
    for (int round = 0; round < ROUNDS; round++) {
      for (CaseRunner.Ran one : cases) {
        if (!runner.run(one.result().tried()).result().fine()) {
          return Set.of(); // The machine was put back: what was counted is of another one.
        }
      }
      SlabCounts now = memory.counts();
      Map<String, Long> grown = now.grownSince(before);
      if (round == 0) {
        always = new TreeSet<>(grown.keySet());
      } else {
        always.retainAll(grown.keySet());
      }
      if (always.isEmpty()) {
        return always;
      }
      before = now;
    }
    return always;
  }
}
