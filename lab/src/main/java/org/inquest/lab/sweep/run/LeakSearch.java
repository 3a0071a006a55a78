package org.inquest.lab.sweep.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.lab.sweep.leak.MemoryLook;
import org.inquest.lab.sweep.leak.Unreferenced;

/// Looks whether a batch of cases that were survived has left memory behind, and which one did.
///
/// kmemleak tells who allocated what nothing points to, and with the task's number which case it
/// was. Without it, caches are counted ([CacheGrowth]).
final class LeakSearch {
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
    return new CacheGrowth(one -> runner.run(one).result().fine(), memory::counts)
        .search(batch.stream().map(ran -> ran.result().tried()).toList())
        .flatMap(grown ->
            batch.stream()
                .filter(ran -> ran.result().tried().equals(grown.tried()))
                .findFirst()
                .map(ran -> new Leak(ran, words(grown))));
  }

  private static String words(CacheGrowth.Grown grown) {
    return String.join(", ", grown.caches())
        + ": more objects each time that "
        + grown.tried().step()
        + " fails in this way";
  }
}
