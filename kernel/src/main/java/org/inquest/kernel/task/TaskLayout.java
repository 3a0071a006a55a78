package org.inquest.kernel.task;

import java.util.Optional;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.object.KObject;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.MemoryFault;

/// Where the members of `struct task_struct` lie in this kernel, resolved once for all tasks.
final class TaskLayout {
  final StructType type;
  private final Member pid;
  private final Member tgid;
  private final Member comm;
  private final Member state;
  private final Member exitState;
  private final Member flags;
  private final Optional<Member> cpu;
  private final Member policy;
  private final Member prio;
  private final Member rtPriority;
  private final Member mm;
  private final Member stack;
  private final Optional<Member> sp;
  final Member signal;
  final long tasksAt;
  final long threadNodeAt;
  final long threadHeadAt;

  TaskLayout(StructType type, StructType signalStruct) {
    this.type = type;
    this.pid = type.member("pid");
    this.tgid = type.member("tgid");
    this.comm = type.member("comm");
    // 2f064a59a11f ("sched: Change task_struct::state", v5.14) renamed it.
    this.state = type.memberOf("__state", "state");
    this.exitState = type.member("exit_state");
    this.flags = type.member("flags");
    // bcf9033e5449 ("sched: move CPU field back into thread_info if THREAD_INFO_IN_TASK=y", v5.16).
    this.cpu = type.findMember("thread_info.cpu").or(() -> type.findMember("cpu"));
    this.policy = type.member("policy");
    this.prio = type.member("prio");
    this.rtPriority = type.member("rt_priority");
    this.mm = type.member("mm");
    this.stack = type.member("stack");
    // x86-64 keeps it in thread.sp, arm64 in thread.cpu_context.sp.
    this.sp = type.findMember("thread.sp").or(() -> type.findMember("thread.cpu_context.sp"));
    this.signal = type.member("signal");
    this.tasksAt = type.offsetOf("tasks");
    this.threadNodeAt = type.offsetOf("thread_node");
    this.threadHeadAt = signalStruct.offsetOf("thread_head");
  }

  /// Reads one task. Members that are not in the dump do not cost the task: what is left still
  /// names it.
  ///
  /// @param queueCpu the CPU whose run queue names the task; -1 if none does
  Task read(VirtualMemory memory, long address, boolean onCpu, int queueCpu) {
    Hole hole = new Hole(memory, address);
    long rawState = hole.number(state, -1);
    return new Task(
        new KObject(memory, type, address),
        (int) hole.number(pid, -1),
        (int) hole.number(tgid, -1),
        memory.findString(address + comm.offset(), 16).orElse("?"),
        rawState == -1 ? TaskState.OTHER : TaskState.of(rawState, hole.number(exitState, 0)),
        rawState,
        hole.number(flags, 0),
        cpu.map(m -> (int) hole.number(m, queueCpu)).orElse(queueCpu),
        onCpu,
        (int) hole.number(policy, -1),
        (int) hole.number(prio, 0),
        (int) hole.number(rtPriority, 0),
        hole.number(mm, 0),
        hole.number(stack, 0),
        sp.map(m -> hole.number(m, 0)).orElse(0L));
  }

  /// Reads members of a task that may be partly filtered out.
  private record Hole(VirtualMemory memory, long base) {
    long number(Member member, long otherwise) {
      try {
        return member.readLong(memory, base);
      } catch (MemoryFault e) {
        return otherwise;
      }
    }
  }
}
