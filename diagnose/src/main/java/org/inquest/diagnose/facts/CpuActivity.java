package org.inquest.diagnose.facts;

import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.kernel.cpu.PreemptCount;
import org.inquest.kernel.task.Task;

/// What a CPU was busy with, apart from the interrupt that only took the dump.
///
/// @param cpu number
/// @param task the task it ran
/// @param known whether the dump tells where it was: it has registers of this CPU
/// @param inUser whether it ran user code
/// @param taskInKernel whether the task itself, or soft interrupts in it, ran kernel code
/// @param where for a sentence: `in user mode`, `in the kernel, in busy_loop [havoc]`
/// @param taskWhere the same of the task itself or of soft interrupts, not of an interrupt that was
///   just being handled
/// @param frames its kernel frames, innermost first, as `bt` prints them; empty in user mode
/// @param spinsFor what it waits for by spinning, in words: `for a spinlock`; empty where it does
///   not. Whoever spins is a victim
/// @param interruptsOff whether it could not be interrupted; empty where that is not known
/// @param preempt empty where not known
/// @param panicNmi where the NMI came from in which it panicked: `the IPMI watchdog's pre-timeout
///   NMI (ipmi_nmi)`; empty where it did not
public record CpuActivity(
    int cpu,
    Task task,
    boolean known,
    boolean inUser,
    boolean taskInKernel,
    String where,
    String taskWhere,
    List<FrameLine> frames,
    Optional<String> spinsFor,
    Optional<Boolean> interruptsOff,
    Optional<PreemptCount> preempt,
    Optional<String> panicNmi) {
  public CpuActivity {
    frames = List.copyOf(frames);
  }
}
