package org.inquest.engine.code.check;

import java.util.Set;

/// Functions that never return (`__noreturn`), so that the bytes behind a call of them belong to
/// another path.
final class EndlessFunctions {
  private static final Set<String> NAMES =
      Set.of(
          "panic",
          "nmi_panic",
          "do_exit",
          "do_group_exit",
          "make_task_dead",
          "rewind_stack_and_make_dead",
          "kthread_exit",
          "kthread_complete_and_exit",
          "__module_put_and_kthread_exit",
          "__stack_chk_fail",
          "__fortify_panic",
          "fortify_panic",
          "usercopy_abort",
          "__ubsan_handle_out_of_bounds",
          "__ubsan_handle_builtin_unreachable",
          "machine_halt",
          "machine_real_restart",
          "stop_this_cpu",
          "cpu_startup_entry",
          "sev_es_terminate",
          "snp_abort",
          "ex_handler_msr_mce",
          "mpt_halt_firmware",
          "lbug_with_loc",
          "xen_start_kernel",
          "btrfs_assertfail");

  private EndlessFunctions() {}

  static boolean contains(String name) {
    return NAMES.contains(name);
  }
}
