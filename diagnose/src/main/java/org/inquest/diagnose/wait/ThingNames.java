package org.inquest.diagnose.wait;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.object.KObject;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.block.CachedPage;
import org.inquest.kernel.block.DiskBlock;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.Tasks;
import org.inquest.kernel.wait.WaitKind;
import org.inquest.kernel.workqueue.Workers;

/// Says what a lock is: a variable of the kernel or a module, or the member of something that can
/// be recognised around it.
final class ThingNames {
  private final Target target;
  private final Tasks tasks;
  private final Places places;
  private final Workers workers;
  private final Map<Long, Task> byMm = new HashMap<>();
  private final Map<Key, Thing> things = new HashMap<>();
  private final long mmapLockAt;

  private record Key(WaitKind kind, long address) {}

  ThingNames(Target target, Tasks tasks, Places places, Workers workers) {
    this.target = target;
    this.tasks = tasks;
    this.places = places;
    this.workers = workers;
    // da1c55f1b272 ("mmap locking API: rename mmap_sem to mmap_lock", v5.8).
    this.mmapLockAt =
        target.types().struct("struct mm_struct").memberOf("mmap_lock", "mmap_sem").offset();
    for (Task task : tasks.all()) {
      if (task.mm() != 0 && (task.leader() || !byMm.containsKey(task.mm()))) {
        byMm.put(task.mm(), task);
      }
    }
  }

  /// The thing at an address.
  Thing of(WaitKind kind, long address) {
    return things.computeIfAbsent(new Key(kind, address), k -> look(kind, address));
  }

  private Thing look(WaitKind kind, long address) {
    Optional<Thing> cached =
        switch (kind) {
          case BIT ->
              DiskBlock.ofState(target, address)
                  .map(b ->
                      new Thing(
                          kind,
                          address,
                          "block " + b.number() + " of " + b.disk().name(),
                          Optional.of(b.disk())));
          case PAGE ->
              CachedPage.at(target, address)
                  .map(p -> new Thing(kind, address, "page of " + p.file(), Optional.of(p.disk())));
          case SPINLOCK -> runQueue(address);
          default -> Optional.empty();
        };
    return cached.orElseGet(() -> new Thing(kind, address, name(kind, address)));
  }

  private Optional<Thing> runQueue(long address) {
    for (int cpu : target.cpus().possible()) {
      // 5cb9eaa3d274 ("sched: Wrap rq::lock access", v5.14): __lock was lock.
      Optional<KObject> queue = target.findPerCpu("runqueues", cpu);
      if (queue.isPresent() && queue.get().memberOf("__lock", "lock").address() == address) {
        return Optional.of(Thing.runQueueLock(address, cpu));
      }
    }
    return Optional.empty();
  }

  /// The `struct mm_struct` whose mmap lock is at an address; 0 if it is no known process's.
  long mmOfLock(long address) {
    long mm = address - mmapLockAt;
    return byMm.containsKey(mm) ? mm : 0;
  }

  private String name(WaitKind kind, long address) {
    if (address >= 0) {
      return "";
    }
    Optional<Symbol> symbol = target.symbols().at(address).filter(s -> !s.isText());
    if (symbol.isPresent()) {
      return symbolic(symbol.get(), address);
    }
    if (kind == WaitKind.COMPLETION) {
      return workers
          .busyBefore(address)
          .map(w -> "end of the work " + places.function(w.function()))
          .orElse("");
    }
    if (kind == WaitKind.RW_SEMAPHORE) {
      Task user = byMm.get(address - mmapLockAt);
      if (user != null) {
        Task leader = tasks.byPid(user.tgid()).orElse(user);
        return "mmap_lock of process " + leader.comm() + " (PID " + user.tgid() + ")";
      }
      return inode(address).or(() -> superBlock(address)).orElse("");
    }
    return "";
  }

  private static String symbolic(Symbol symbol, long address) {
    StringBuilder text = new StringBuilder(symbol.name());
    if (address != symbol.address()) {
      text.append("+0x").append(Long.toHexString(address - symbol.address()));
    }
    if (!symbol.module().isEmpty()) {
      text.append(" [").append(symbol.module()).append(']');
    }
    return text.toString();
  }

  /// `inode->i_rwsem`: an inode's own mapping leads back to it.
  private Optional<String> inode(long address) {
    try {
      StructType type = target.types().struct("struct inode");
      KObject inode = new KObject(target.memory(), type, address - type.offsetOf("i_rwsem"));
      KObject host = inode.member("i_data.host");
      if (host.findLong().orElse(0) != inode.address()) {
        return Optional.empty();
      }
      String number = Long.toUnsignedString(inode.member("i_ino").asUnsigned());
      return Optional.of("i_rwsem of inode " + number + fileSystem(inode.member("i_sb")));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  /// `super_block->s_umount`: a super block is on the list of its own file system type.
  private Optional<String> superBlock(long address) {
    try {
      StructType type = target.types().struct("struct super_block");
      long base = address - type.offsetOf("s_umount");
      KObject block = new KObject(target.memory(), type, base);
      long node = base + type.offsetOf("s_instances");
      OptionalLong before = target.memory().findLong(node + Long.BYTES);
      boolean listed =
          before.isPresent() && target.memory().findLong(before.getAsLong()).orElse(0) == node;
      return listed
          ? Optional.of(
              "s_umount of file system "
                  + block.member("s_type").member("name").asString()
                  + " ("
                  + block.member("s_id").asString()
                  + ")")
          : Optional.empty();
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private static String fileSystem(KObject superBlock) {
    try {
      return " on "
          + superBlock.member("s_type").member("name").asString()
          + " ("
          + superBlock.member("s_id").asString()
          + ")";
    } catch (InquestException e) {
      return "";
    }
  }
}
