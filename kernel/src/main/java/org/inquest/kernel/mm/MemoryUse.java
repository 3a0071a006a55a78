package org.inquest.kernel.mm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.ArrayType;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.task.Task;

/// How much memory a process uses.
///
/// @param virtualPages what it has mapped (`mm->total_vm`): VSZ of `ps`
/// @param residentPages what of that is in memory: RSS of `ps`
public record MemoryUse(long virtualPages, long residentPages) {
  /// Of a kernel thread.
  public static final MemoryUse NONE = new MemoryUse(0, 0);

  /// Reads the use of many processes; the members are looked up once.
  public static final class Reader {
    private final Target target;
    private final VirtualMemory memory;
    private final Member totalVm;
    private final long rssAt;
    private final List<Integer> kinds = new ArrayList<>();
    private final Optional<Counter> counters;
    private final Optional<Long> cachedAt;

    /// Where the parts of a `struct percpu_counter` lie.
    private record Counter(Member count, Member perCpu, long size) {}

    /// @throws InquestException where the kernel's types are missing
    public Reader(Target target) {
      StructType mm = target.types().struct("struct mm_struct");
      this.target = target;
      this.memory = target.memory();
      this.totalVm = mm.member("total_vm");
      Member rss = mm.member("rss_stat");
      this.rssAt = rss.offset();
      // f1a7941243c1 ("mm: convert mm's rss stats into percpu_counter"), v6.2: an array of
      // counters.
      this.counters =
          rss.type().underlying() instanceof ArrayType
              ? Optional.of(counter(target.types().struct("struct percpu_counter")))
              : Optional.empty();
      // Before, each task kept up to 64 pages for itself (SPLIT_RSS_COUNTING).
      this.cachedAt =
          target
              .types()
              .struct("struct task_struct")
              .findMember("rss_stat.count")
              .map(Member::offset);
      // MM_SWAPENTS is no memory; MM_SHMEMPAGES came with eca56ff906bd (v4.5).
      for (String kind : List.of("MM_FILEPAGES", "MM_ANONPAGES", "MM_SHMEMPAGES")) {
        target.types().constant(kind).ifPresent(index -> kinds.add((int) index));
      }
    }

    private static Counter counter(StructType type) {
      return new Counter(type.member("count"), type.member("counters"), type.size());
    }

    /// The use of a task's process; [MemoryUse#NONE] for a kernel thread, empty where the dump does
    /// not have it.
    ///
    /// @param threads the tasks of its process, for what they have not accounted yet
    public Optional<MemoryUse> of(Task task, List<Task> threads) {
      if (task.mm() == 0 || task.kernelThread()) {
        return Optional.of(NONE);
      }
      try {
        long pages = 0;
        for (int kind : kinds) {
          pages += Math.max(0, counted(task.mm(), kind) + cached(threads, kind));
        }
        return Optional.of(new MemoryUse(totalVm.readLong(memory, task.mm()), pages));
      } catch (InquestException e) {
        return Optional.empty();
      }
    }

    private long counted(long mm, int kind) {
      if (counters.isEmpty()) {
        return memory.readLong(mm + rssAt + 8L * kind);
      }
      Counter counter = counters.get();
      long at = mm + rssAt + counter.size * kind;
      long sum = counter.count.readLong(memory, at);
      long perCpu = counter.perCpu.readLong(memory, at);
      for (int cpu : perCpu == 0 ? List.<Integer>of() : target.cpus().online()) {
        sum += memory.findInt(perCpu + target.cpus().offset(cpu)).orElse(0);
      }
      return sum;
    }

    private long cached(List<Task> threads, int kind) {
      if (cachedAt.isEmpty()) {
        return 0;
      }
      long sum = 0;
      for (Task thread : threads) {
        sum += memory.findInt(thread.address() + cachedAt.get() + 4L * kind).orElse(0);
      }
      return sum;
    }
  }
}
