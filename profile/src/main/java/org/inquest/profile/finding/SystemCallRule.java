package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.RuleInfo;

/// The way into the kernel and out of it, which each system call pays before it does any work.
///
/// **What it means.** Many small calls: each costs a few hundred nanoseconds more with mitigations
/// of speculative execution.
///
/// **Reference.** arch/x86/entry/entry_64.S.
public final class SystemCallRule implements ProfileRule {
  private static final Dominance WORK =
      new Dominance(
          FunctionGroup.kernel(
              "entry_SYSCALL_(64|compat).*|entry_SYSRETQ_.*|syscall_(enter_from|exit_to)_user_mode.*|syscall_return_via_sysret|__x64_sys_ni_syscall|do_syscall_64|x64_sys_call|entry_INT80_.*|el0t?_(64_)?(sync|svc).*|invoke_syscall.*|do_el0_svc|exit_to_user_mode_.*|syscall_trace_.*|ret_to_user.*|srso_.*|(retbleed_)?(return|untrain)_.*thunk"),
          "The way into and out of system calls, without their work",
          Dominance.USUAL,
          true,
          List.of(
              "see which: strace -c -f, or profile record -e raw_syscalls:sys_enter",
              "larger buffers, fewer and larger calls, readv/writev, io_uring"));

  /// For the scan.
  public SystemCallRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "work.system-calls",
        "System call entry",
        "whether the way into and out of the kernel takes the time");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    return WORK.examine(facts);
  }
}
