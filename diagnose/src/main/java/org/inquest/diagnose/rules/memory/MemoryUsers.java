package org.inquest.diagnose.rules.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.mm.MemoryTotals;
import org.inquest.kernel.mm.MemoryUse;
import org.inquest.kernel.slab.SlabCache;
import org.inquest.kernel.slab.SlabCaches;
import org.inquest.kernel.task.Task;

/// Who held the machine's memory when the dump was taken.
///
/// @param processes the largest, largest first
/// @param caches the largest slab caches, largest first
/// @param totals of the machine, in pages
/// @param pageSize bytes
record MemoryUsers(
    List<User> processes, List<SlabCache> caches, MemoryTotals totals, long pageSize) {
  private static final int MOST = 5;

  /// Less than this part of all memory available: the next allocation may fail again.
  private static final int SCARCE = 16;

  private enum Holder {
    PROCESSES,
    SLAB,
    SHARED
  }

  /// A process.
  ///
  /// @param task its leader, or the thread that was found first
  /// @param bytes resident
  record User(Task task, long bytes) {
    String words() {
      return task.title() + " with " + mega(bytes);
    }
  }

  /// Empty where there is no dump, or it has none of this.
  static Optional<MemoryUsers> of(CrashFacts facts) {
    if (facts.target().isEmpty()) {
      return Optional.empty();
    }
    Target target = facts.target().get();
    return Optional.of(
        new MemoryUsers(
            processes(facts, target),
            caches(target),
            MemoryTotals.read(target),
            target.physical().pageSize()));
  }

  private static List<User> processes(CrashFacts facts, Target target) {
    List<User> users = new ArrayList<>();
    if (facts.tasks().isEmpty()) {
      return users;
    }
    try {
      MemoryUse.Reader reader = new MemoryUse.Reader(target);
      Set<Long> seen = new HashSet<>();
      for (Task task : facts.tasks().get().all()) {
        if (task.mm() != 0 && !task.kernelThread() && seen.add(task.mm())) {
          long pages = reader.of(task, List.of(task)).map(MemoryUse::residentPages).orElse(0L);
          users.add(new User(task, pages * target.physical().pageSize()));
        }
      }
    } catch (InquestException e) {
      return List.of();
    }
    users.sort(Comparator.comparingLong(User::bytes).reversed());
    return List.copyOf(users.subList(0, Math.min(MOST, users.size())));
  }

  private static List<SlabCache> caches(Target target) {
    try {
      List<SlabCache> all = SlabCaches.all(target).items();
      return List.copyOf(all.subList(0, Math.min(MOST, all.size())));
    } catch (InquestException e) {
      return List.of();
    }
  }

  /// Whether a process holds most; else it is the kernel itself, or files in memory.
  boolean processHoldsMost() {
    return !processes.isEmpty() && most() == Holder.PROCESSES;
  }

  /// Whether the machine had memory to give when the dump was taken.
  boolean plenty() {
    return totals.managed() > 0 && totals.available() >= totals.managed() / SCARCE;
  }

  private Holder most() {
    long processes = 0;
    for (User user : this.processes) {
      processes += user.bytes;
    }
    long least = Math.max(processes, totals.managed() * pageSize / 4);
    if (slab() > least && slab() >= shared()) {
      return Holder.SLAB;
    }
    return shared() > least ? Holder.SHARED : Holder.PROCESSES;
  }

  private long slab() {
    return totals.slab() * pageSize;
  }

  private long shared() {
    return totals.shared() * pageSize;
  }

  /// The largest holder: a process, a slab cache of the kernel, or files in memory.
  String largest() {
    String all = " of " + mega(totals.managed() * pageSize);
    return switch (most()) {
      case SLAB ->
          "the kernel's own objects take "
              + mega(slab())
              + all
              + (caches.isEmpty()
                  ? ""
                  : ", most of them in slab cache " + caches.getFirst().name() + bracket());
      case SHARED -> "files in tmpfs and shared memory take " + mega(shared()) + all;
      case PROCESSES ->
          processes.isEmpty() ? "" : "the largest process is " + processes.getFirst().words();
    };
  }

  private String bracket() {
    return " (" + mega(caches.getFirst().bytes()) + ")";
  }

  /// `200 MB of 229 MB`.
  String left() {
    return mega(totals.available() * pageSize) + " of " + mega(totals.managed() * pageSize);
  }

  String words() {
    StringBuilder out = new StringBuilder("memory when the dump was taken: ");
    out.append(mega(totals.managed() * pageSize)).append(" in all, ");
    out.append(mega(totals.free() * pageSize)).append(" free, ");
    out.append(mega(slab())).append(" in slab caches, ");
    out.append(mega(shared())).append(" in tmpfs and shared memory; processes:");
    for (User user : processes) {
      out.append(' ').append(user.words()).append(',');
    }
    out.append(" slab caches:");
    for (SlabCache cache : caches) {
      out.append(' ').append(cache.name()).append(" with ").append(mega(cache.bytes())).append(',');
    }
    return out.substring(0, out.length() - 1);
  }

  private static String mega(long bytes) {
    return bytes < 1 << 20 ? (bytes >> 10) + " kB" : (bytes >> 20) + " MB";
  }
}
