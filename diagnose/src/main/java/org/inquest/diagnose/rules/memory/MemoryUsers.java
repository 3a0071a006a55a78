package org.inquest.diagnose.rules.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.kernel.task.Task;

/// Who holds most memory: the resident set of each address space (`mm->rss_stat`).
final class MemoryUsers {
  /// A process.
  ///
  /// @param task its leader, or the thread that was found first
  /// @param bytes resident: anonymous, file and shared memory
  record User(Task task, long bytes) {
    String words() {
      return task.title() + " with " + (bytes >> 20) + " MB";
    }
  }

  /// `MM_FILEPAGES`, `MM_ANONPAGES`, `MM_SHMEMPAGES` (include/linux/mm_types_task.h); 2 is swap.
  private static final int[] RESIDENT = {0, 1, 3};

  private MemoryUsers() {}

  /// The largest, largest first; empty where the dump does not tell.
  static List<User> largest(CrashFacts facts, int most) {
    Optional<Target> target = facts.target();
    if (target.isEmpty() || facts.tasks().isEmpty()) {
      return List.of();
    }
    List<User> users = new ArrayList<>();
    try {
      VirtualMemory memory = target.get().memory();
      List<Member> counters = counters(target.get().types().struct("struct mm_struct"));
      long page = target.get().physical().pageSize();
      Set<Long> seen = new HashSet<>();
      for (Task task : facts.tasks().get().all()) {
        if (task.mm() != 0 && !task.kernelThread() && seen.add(task.mm())) {
          users.add(new User(task, pages(memory, counters, task.mm()) * page));
        }
      }
    } catch (InquestException e) {
      return List.of();
    }
    users.removeIf(u -> u.bytes == 0);
    users.sort(Comparator.comparingLong(User::bytes).reversed());
    return List.copyOf(users.subList(0, Math.min(most, users.size())));
  }

  private static List<Member> counters(StructType mm) {
    List<Member> counters = new ArrayList<>();
    for (int i : RESIDENT) {
      // f1a7941243c1 ("mm: convert mm's rss stats into percpu_counter", v6.2); what the CPUs have
      // not yet added to the sum is small.
      counters.add(mm.memberOf("rss_stat[" + i + "].count", "rss_stat.count[" + i + "].counter"));
    }
    return counters;
  }

  private static long pages(VirtualMemory memory, List<Member> counters, long mm) {
    long pages = 0;
    for (Member counter : counters) {
      try {
        pages += Math.max(0, counter.readLong(memory, mm));
      } catch (MemoryFault e) {
        return pages;
      }
    }
    return pages;
  }

  static String words(List<User> users) {
    StringBuilder out = new StringBuilder();
    for (User user : users) {
      out.append(out.isEmpty() ? "" : ", ").append(user.words());
    }
    return out.toString();
  }
}
