package org.inquest.formats.oops.report;

import java.util.regex.Pattern;

/// Functions of interrupts that watch a CPU: the timer that sees a stall, the NMI that asks for a
/// stack.
final class Interrupts {
  private static final Pattern ENTRIES =
      Pattern.compile(
          "^(?:(?:asm_)?(?:smp_|sysvec_|__sysvec_)?(?:trace_)?(?:sysvec_)?apic_timer_interrupt.*|asm_sysvec_.*|sysvec_.*|nmi|end_repeat_nmi"
              + "|apic_timer_interrupt|el1_irq|el1h?_64_irq.*|el1_interrupt|do_interrupt_handler"
              + "|ret_from_intr|common_interrupt|asm_common_interrupt|__irq_svc|gic_handle_irq"
              + "|call_function_interrupt|reschedule_interrupt|retint_kernel|irqentry_exit"
              + "|asm_call_(?:irq_)?on_stack|smp_apic_timer_interrupt_.*|asm_exc_nmi|exc_nmi)$");

  private static final Pattern WATCHERS =
      Pattern.compile(
          "^(?:nmi_.*|rcu_.*|_?sched_show_task|walk_stackframe|show_.*|dump_.*|print_cpu_stall.*|tick_.*|hrtimer_.*"
              + "|__hrtimer_.*|__run_hrtimer|update_process_times|arch_trigger_.*|trigger_.*|watchdog_.*"
              + "|local_apic_timer_interrupt|irq_exit.*|__irq_exit.*|default_do_nmi|do_nmi"
              + "|check_cpu_stall.*|smp_apic_.*|csd_.*|__switch_to|irqentry_.*)$");

  private Interrupts() {}

  /// Whether an interrupt began here: what is below it on the stack was interrupted.
  static boolean enters(String function) {
    return ENTRIES.matcher(function).matches();
  }

  /// Whether a function belongs to those that watch.
  static boolean looks(String function) {
    return WATCHERS.matcher(function).matches();
  }
}
