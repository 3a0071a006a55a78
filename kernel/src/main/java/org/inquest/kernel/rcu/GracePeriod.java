package org.inquest.kernel.rcu;

import java.util.ArrayList;
import java.util.List;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.list.Lists;

/// The grace period of RCU that was under way (`rcu_state`, kernel/rcu/tree.h). Until it ends no
/// memory that was freed through RCU comes back, and `synchronize_rcu()` does not return.
///
/// @param address of `rcu_state`
/// @param sequence `gp_seq` as read
/// @param startedJiffies when it began
/// @param thread the kernel thread that drives grace periods, its `struct task_struct`; 0 if none
/// @param waitsForCpus CPUs that did not yet pass a quiescent state
/// @param waitsForTasks `struct task_struct`s that were preempted inside a read-side section which
///   this grace period must outlast
public record GracePeriod(
    long address,
    long sequence,
    long startedJiffies,
    long thread,
    List<Integer> waitsForCpus,
    List<Long> waitsForTasks) {

  /// RCU_SEQ_STATE_MASK (kernel/rcu/rcu.h): zero between grace periods.
  private static final long STATE = 3;

  /// RCU_NUM_LVLS is at most four; a leaf stands for at most 64 CPUs.
  private static final int MAX_NODES = 1024;

  private static final int LIMIT = 10_000;

  public GracePeriod {
    waitsForCpus = List.copyOf(waitsForCpus);
    waitsForTasks = List.copyOf(waitsForTasks);
  }

  /// Reads its state.
  ///
  /// @throws InquestException where the kernel has no tree RCU, or the dump not its state
  public static GracePeriod read(Target target) {
    KObject state = target.global("rcu_state");
    List<Integer> cpus = new ArrayList<>();
    List<Long> tasks = new ArrayList<>();
    int nodes = Math.clamp(target.global("rcu_num_nodes").asInt(), 1, MAX_NODES);
    int leaves = target.global("rcu_num_lvls").asInt() - 1;
    long sequence = state.member("gp_seq").asLong();
    for (int i = 0; i < nodes && (sequence & STATE) != 0; i++) {
      KObject node = state.member("node").index(i);
      if (node.member("level").asUnsigned() == leaves) {
        addCpus(node, cpus);
        addTasks(target, node, tasks);
      }
    }
    return new GracePeriod(
        state.address(),
        sequence,
        state.member("gp_start").asLong(),
        state.member("gp_kthread").asLong(),
        cpus,
        tasks);
  }

  private static void addCpus(KObject node, List<Integer> cpus) {
    long mask = node.member("qsmask").asLong();
    int first = node.member("grplo").asInt();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((mask >>> bit & 1) != 0) {
        cpus.add(first + bit);
      }
    }
  }

  /// `gp_tasks` points into the list of preempted readers: from there on they block this grace
  /// period, those before it do not.
  private static void addTasks(Target target, KObject node, List<Long> tasks) {
    StructType task = target.types().struct("struct task_struct");
    long first = node.member("gp_tasks").asLong();
    if (first == 0 || !task.has("rcu_node_entry")) {
      return;
    }
    long link = task.offsetOf("rcu_node_entry");
    long head = node.member("blkd_tasks").address();
    boolean blocks = false;
    for (long entry : Lists.items(target.memory(), head, 0, LIMIT).items()) {
      blocks |= entry == first;
      if (blocks) {
        tasks.add(entry - link);
      }
    }
  }

  /// Whether one is under way.
  public boolean inProgress() {
    return (sequence & STATE) != 0;
  }

  /// For how many seconds RCU waits before it complains (`rcu_cpu_stall_timeout`); 21 where the
  /// dump does not tell.
  public static int stallTimeout(Target target) {
    return target
        .findGlobal("rcu_cpu_stall_timeout")
        .map(KObject::asInt)
        .filter(seconds -> seconds > 0)
        .orElse(21);
  }
}
