package org.inquest.lab.sweep.probe;

import java.util.Map;
import org.inquest.lab.sweep.knob.MemoryKnobs;

/// Kernels of several generations, by the files that they show.
public final class FakeMachine {
  private FakeMachine() {}

  private static final String DEBUGFS = "/sys/kernel/debug/";

  /// A machine without fault injection, as distributions build them.
  public static MemoryKnobs plain() {
    MemoryKnobs machine = new MemoryKnobs();
    machine.files.put("/proc/sys/kernel/osrelease", "6.1.0-56-amd64");
    machine.files.put("/proc/mounts", "debugfs /sys/kernel/debug debugfs rw 0 0");
    machine.files.put("/proc/filesystems", "nodev\tdebugfs");
    machine.files.put("/proc/sys/kernel/hung_task_timeout_secs", "120");
    machine.files.put(DEBUGFS + "sched/features", "");
    return machine;
  }

  /// A 5.10 with failslab and pages, no stack filter.
  public static MemoryKnobs old() {
    MemoryKnobs machine = plain();
    machine.files.put("/proc/self/make-it-fail", "0");
    machine.files.put("/proc/self/fail-nth", "0");
    point(machine, "failslab", Map.of("ignore-gfp-wait", "Y", "cache-filter", "N"));
    point(
        machine,
        "fail_page_alloc",
        Map.of("ignore-gfp-wait", "Y", "ignore-gfp-highmem", "Y", "min-order", "1"));
    machine.files.put("/sys/kernel/slab/dentry/failslab", "0");
    machine.files.put("/sys/block/vda/make-it-fail", "0");
    machine.files.put("/sys/block/vda/vda1/make-it-fail", "0");
    return machine;
  }

  /// A 6.1 with a stack filter that reads decimal, and functions.
  public static MemoryKnobs middle() {
    MemoryKnobs machine = old();
    filter(machine, "failslab", "18446744073709551615");
    filter(machine, "fail_page_alloc", "18446744073709551615");
    point(machine, "fail_function", Map.of("inject", ""));
    machine.files.put(
        DEBUGFS + "fail_function/injectable", "should_failslab\tERRNO\nopen_ctree [btrfs]\tERRNO");
    return machine;
  }

  /// A 6.12 whose stack filter reads hexadecimal, with an NVMe device.
  public static MemoryKnobs recent() {
    MemoryKnobs machine = middle();
    filter(machine, "failslab", "0xffffffffffffffff");
    point(machine, "nvme0n1/fault_inject", Map.of("status", "0x0001", "dont_retry", "Y"));
    point(machine, "fail_new_thing", Map.of());
    return machine;
  }

  private static void point(MemoryKnobs machine, String name, Map<String, String> more) {
    String folder = DEBUGFS + name + "/";
    machine.files.putAll(
        Map.of(
            folder + "probability", "0",
            folder + "interval", "1",
            folder + "times", "1",
            folder + "space", "0",
            folder + "verbose", "2",
            folder + "task-filter", "N",
            folder + "verbose_ratelimit_interval_ms", "0"));
    more.forEach((knob, value) -> machine.files.put(folder + knob, value));
  }

  private static void filter(MemoryKnobs machine, String point, String end) {
    String folder = DEBUGFS + point + "/";
    String zero = end.startsWith("0x") ? "0x0" : "0";
    machine.files.putAll(
        Map.of(
            folder + "stacktrace-depth", "32",
            folder + "require-start", zero,
            folder + "require-end", end,
            folder + "reject-start", zero,
            folder + "reject-end", zero));
  }
}
