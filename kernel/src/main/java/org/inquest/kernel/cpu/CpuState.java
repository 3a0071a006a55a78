package org.inquest.kernel.cpu;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Registers;
import org.inquest.engine.unwind.Stack;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskStacks;

/// What a CPU was doing when the machine stopped.
///
/// @param cpu number
/// @param task the task it ran
/// @param contexts innermost first, without the interrupt that only took the dump; empty where the
///   dump has no registers of this CPU
/// @param panicked whether this CPU called `panic()` or oopsed by itself, so that its registers
///   tell of that
/// @param panickedInNmi the NMI in which this CPU called `panic()`, if it did
/// @param preempt without what a panic adds; empty where not known
public record CpuState(
    int cpu,
    Task task,
    List<Context> contexts,
    boolean panicked,
    Optional<Context> panickedInNmi,
    Optional<PreemptCount> preempt) {

  /// IF, the interrupt flag (Intel SDM volume 1, 3.4.3).
  private static final long IF = 1 << 9;

  /// Works it out.
  public static CpuState of(Target target, TaskStacks stacks, int cpu, Task task) {
    Stack stack = stacks.of(task);
    List<Context> all = Context.of(stack, target.symbols());
    List<Context> before = Context.interrupted(all, target.symbols());
    boolean panicked =
        !before.isEmpty()
            && before
                .getFirst()
                .calls(target.symbols(), "__crash_kexec", "crash_kexec", "panic", "vpanic");
    Optional<Context> nmi =
        all.stream()
            .limit(all.size() - before.size())
            .filter(
                c -> c.kind() == Context.Kind.NMI && c.calls(target.symbols(), "panic", "vpanic"))
            .findFirst();
    boolean inPanic = all.stream().anyMatch(c -> c.calls(target.symbols(), "panic", "vpanic"));
    Optional<PreemptCount> preempt = PreemptCount.read(target, cpu);
    return new CpuState(
        cpu,
        task,
        before,
        panicked,
        nmi,
        inPanic ? preempt.map(PreemptCount::beforePanic) : preempt);
  }

  /// Whether it ran user code.
  public boolean inUser() {
    return !contexts.isEmpty() && contexts.getFirst().kind() == Context.Kind.USER;
  }

  /// Whether it could not be interrupted; empty where that is not known.
  public Optional<Boolean> interruptsOff() {
    if (contexts.isEmpty() || panicked) {
      return Optional.empty();
    }
    Optional<Registers> registers = contexts.getFirst().registers();
    OptionalLong flags =
        registers.isPresent() ? registers.get().find("rflags") : OptionalLong.empty();
    return flags.isEmpty() ? Optional.empty() : Optional.of((flags.getAsLong() & IF) == 0);
  }

  /// The kernel frames it was in, innermost first, through interrupts down to the task's own; empty
  /// in user mode.
  public List<Frame> kernelFrames() {
    return contexts.stream()
        .filter(c -> c.kind() != Context.Kind.USER)
        .flatMap(c -> c.frames().stream())
        .toList();
  }
}
