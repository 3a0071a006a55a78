package org.inquest.diagnose.history;

import java.util.regex.Pattern;

/// Functions that stand in most stacks and are not what a crash is about: the ways into the kernel
/// and down to a task's work, and those that sleep.
final class CommonFrames {
  private static final Pattern NAMES =
      Pattern.compile(
          "(?:"
              + String.join(
                  "|",
                  // Entries: arch/x86/entry, arch/arm64/kernel/entry*.c, arch/*/kernel/syscall.c.
                  "(?:asm_)?(?:exc|sysvec)_\\w+|entry_\\w+|ret_from_\\w+|do_syscall_\\w+|x64_sys_call",
                  "do_fast_syscall_32|do_int80_\\w+|__do_fast_syscall_32|ia32_sys_call|el[01]\\w*",
                  "invoke_syscall|do_el0_svc|el0_svc\\w*|system_call\\w*|start_secondary|start_kernel",
                  "secondary_startup_\\w+|x86_64_start_\\w+|cpu_startup_entry|do_idle|rest_init",
                  "do_(?:user|kern)_addr_fault|_*do_page_fault|_*copy_(?:to|from)_user\\w*|copy_user_\\w+",
                  "unknown_nmi_error|default_do_nmi|do_nmi|nmi_handle|end_repeat_nmi|lock_mm_and_find_vma",
                  "rep_(?:movs|stos)_\\w+|_*copy_user_\\w+",
                  // Tasks of the kernel: kernel/kthread.c, kernel/workqueue.c, kernel/softirq.c.
                  "kthread|worker_thread|process_one_work|process_scheduled_works|smpboot_thread_fn",
                  "handle_softirqs|__do_softirq|do_softirq\\w*|irq_exit_rcu|__irq_exit_rcu|run_ksoftirqd",
                  // Sleeping and giving up: kernel/sched, kernel/locking, kernel/panic.c.
                  "_*schedule(?:_timeout\\w*|_preempt_disabled|_hrtimeout\\w*)?|io_schedule\\w*",
                  "_*mutex_lock\\w*|rwsem_down_\\w+|_*down_(?:read|write)\\w*|wait_for_\\w+|__wait_\\w+",
                  "panic|nmi_panic|die|__die|oops_end|page_fault_oops|dump_stack\\w*|native_queued_\\w+",
                  "_*raw_spin_lock\\w*|do_raw_spin_lock|__crash_kexec|crash_kexec|machine_kexec")
              + ")");

  private CommonFrames() {}

  /// Whether a function is one of them.
  static boolean has(String function) {
    return NAMES.matcher(function).matches();
  }
}
