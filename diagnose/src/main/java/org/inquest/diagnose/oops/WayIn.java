package org.inquest.diagnose.oops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.oops.TraceLine;

/// How the kernel came to run a function, where that was not by a plain call: somebody had handed
/// it out before.
///
/// @param dispatcher the function of the trace that called it
/// @param words as the end of a sentence: "reached by ..."
public record WayIn(String dispatcher, String words) {
  private static final String CALL_ON_CPU = "a call on this CPU that another CPU had asked for";

  /// Functions that call others, by name without suffixes: kernel/smp.c, kernel/time/timer.c,
  /// kernel/time/hrtimer.c, kernel/workqueue.c, kernel/kthread.c, kernel/irq/handle.c,
  /// kernel/rcu/tree.c, kernel/softirq.c, kernel/irq_work.c, kernel/async.c, kernel/task_work.c,
  /// kernel/notifier.c, kernel/cpu.c, drivers/base/dd.c, fs/seq_file.c, arch/x86/kernel/nmi.c.
  private static final Map<String, String> DISPATCHERS =
      Map.ofEntries(
          Map.entry("flush_smp_call_function_queue", CALL_ON_CPU),
          Map.entry("__flush_smp_call_function_queue", CALL_ON_CPU),
          Map.entry("generic_smp_call_function_interrupt", CALL_ON_CPU),
          Map.entry("generic_smp_call_function_single_interrupt", CALL_ON_CPU),
          Map.entry("csd_do_func", CALL_ON_CPU),
          Map.entry("call_timer_fn", "a timer"),
          Map.entry("__hrtimer_run_queues", "a high-resolution timer"),
          Map.entry("process_one_work", "a workqueue"),
          Map.entry("kthread", "a kernel thread"),
          Map.entry("__handle_irq_event_percpu", "an interrupt"),
          Map.entry("rcu_do_batch", "a callback of RCU"),
          Map.entry("rcu_core", "a callback of RCU"),
          Map.entry("tasklet_action_common", "a tasklet"),
          Map.entry("irq_work_single", "irq_work"),
          Map.entry("async_run_entry_fn", "the asynchronous part of a device's start"),
          Map.entry("task_work_run", "work that a task does before it returns to user mode"),
          Map.entry("notifier_call_chain", "a chain of notifiers"),
          Map.entry("cpuhp_invoke_callback", "CPU hotplug"),
          Map.entry("really_probe", "the probing of a device"),
          Map.entry("seq_read_iter", "a read of a file"),
          Map.entry("nmi_handle", "an NMI"));

  /// What called the function that failed; empty where that is a function like others.
  ///
  /// @param trace innermost first
  /// @param failed name of the function that ran; its own line in the trace is passed over
  public static Optional<WayIn> of(List<TraceLine> trace, String failed) {
    for (TraceLine line : trace) {
      String name = line.place().plainName();
      if (line.guess() || name.isEmpty() || name.equals(failed)) {
        continue;
      }
      String words = DISPATCHERS.get(name);
      return words == null ? Optional.empty() : Optional.of(new WayIn(name, words));
    }
    return Optional.empty();
  }
}
