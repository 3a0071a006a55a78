package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.RuleInfo;

/// Callbacks of RCU, which free what nobody reads any more, and its grace periods.
///
/// **What it means.** Something makes and drops many objects of the kernel: files, directory
/// entries, sockets, namespaces.
///
/// **Reference.** Documentation/RCU, kernel/rcu/tree.c.
public final class RcuRule implements ProfileRule {
  private static final Dominance WORK =
      new Dominance(
          FunctionGroup.kernel(
              "rcu_(core.*|do_batch|gp_kthread.*|gp_fqs.*|process_callbacks|nocb_.*|sched_clock_irq|segcblist.*|cblist.*|report_qs.*|accelerate_cbs.*|advance_cbs.*|gp_init|gp_cleanup)|__?call_rcu.*|synchronize_(rcu|srcu).*|srcu_.*|kvfree_call_rcu|kfree_rcu_.*|force_qs_rnp|invoke_rcu_.*"),
          "RCU works through what was freed",
          Dominance.USUAL,
          List.of(
              "see what is freed: the functions that rcu_do_batch calls (profile report --tree)",
              "rcu_nocbs= moves it to threads on other CPUs"));

  /// For the scan.
  public RcuRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "kernel.rcu", "RCU", "whether read-copy-update callbacks and grace periods take the time");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    return WORK.examine(facts);
  }
}
