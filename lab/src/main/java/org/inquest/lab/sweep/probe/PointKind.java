package org.inquest.lab.sweep.probe;

import java.util.regex.Pattern;

/// What a fault point makes fail: Documentation/fault-injection/fault-injection.rst, and the files
/// that call `fault_create_debugfs_attr()`.
public enum PointKind {
  /// mm/failslab.c.
  FAILSLAB("failslab", "slab allocations: kmalloc(), kmem_cache_alloc()", true),
  /// mm/page_alloc.c; mm/fail_page_alloc.c later.
  PAGES("fail_page_alloc", "allocations of whole pages", true),
  /// lib/fault-inject-usercopy.c.
  USERCOPY("fail_usercopy", "copies from and to a program's memory", true),
  /// kernel/futex/core.c.
  FUTEX("fail_futex", "futex operations", true),
  /// kernel/fail_function.c.
  FUNCTION("fail_function", "functions that the kernel lists as injectable, by kprobes", true),
  /// block/blk-core.c; only disks whose `make-it-fail` is 1.
  REQUEST("fail_make_request", "reads and writes of disks with make-it-fail", true),
  /// block/blk-timeout.c; only disks whose `io-timeout-fail` is 1. Completions come in interrupts,
  /// where no task can be told apart.
  IO_TIMEOUT("fail_io_timeout", "completions of disks with io-timeout-fail", false),
  /// net/sunrpc/debugfs.c.
  SUNRPC("fail_sunrpc", "connections and caches of SUNRPC", true),
  /// net/core/skb_fault_injection.c: moves a packet's data instead of failing.
  SKB_REALLOC("fail_skb_realloc", "packets whose data are moved, for pointers kept too long", true),
  /// drivers/nvme/host/fault_inject.c, one for each controller and namespace; in completions.
  NVME("nvme[0-9a-z]+/fault_inject", "commands of this NVMe device", false),
  /// drivers/mmc/core/debugfs.c, one for each host; in completions.
  MMC("mmc\\d+/fail_mmc_request", "requests of this MMC host", false),
  /// Another one: it has the files that all have.
  OTHER(".*", "not known to Inquest", false);

  private final Pattern place;
  private final String fails;
  private final boolean inTasks;

  PointKind(String place, String fails, boolean inTasks) {
    this.place = Pattern.compile(place);
    this.fails = fails;
    this.inTasks = inTasks;
  }

  /// What fails, in a few words.
  public String fails() {
    return fails;
  }

  /// Whether it fails in the context of the task that asks, so that `task-filter` and `fail-nth`
  /// can choose.
  public boolean inTasks() {
    return inTasks;
  }

  /// The kind of a fault point.
  ///
  /// @param place its folder below that of debugfs: `failslab`, `nvme0n1/fault_inject`
  static PointKind of(String place) {
    for (PointKind kind : values()) {
      if (kind.place.matcher(place).matches()) {
        return kind;
      }
    }
    return OTHER;
  }
}
