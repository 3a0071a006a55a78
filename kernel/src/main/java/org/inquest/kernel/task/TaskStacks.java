package org.inquest.kernel.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Registers;
import org.inquest.engine.unwind.Stack;
import org.inquest.formats.dump.ElfNote;

/// The kernel stack of every task: from its CPU's registers if it was running, else from where it
/// was switched out. Unwound when first asked for, then kept.
public final class TaskStacks {
  private final Target target;
  private final Tasks tasks;
  private final Map<Integer, Registers> registersByCpu;
  private final LostStacks lost;
  private final Map<Long, Stack> stacks = new ConcurrentHashMap<>();

  /// Stacks of these tasks.
  public TaskStacks(Target target, Tasks tasks) {
    this.target = target;
    this.tasks = tasks;
    this.registersByCpu = assign(target, tasks);
    this.lost = new LostStacks(target, tasks);
  }

  /// Which note belongs to which CPU. A hypervisor writes one for each CPU in order. kdump writes
  /// them in order of CPU too, but none for a CPU that was offline or did not answer, so the PID in
  /// the note has to match the CPU's current task.
  private static Map<Integer, Registers> assign(Target target, Tasks tasks) {
    List<ElfNote> notes =
        target.image().notes().stream()
            .filter(n -> n.type() == ElfNote.NT_PRSTATUS && n.name().equals("CORE"))
            .toList();
    boolean hypervisor = target.image().notes().stream().anyMatch(n -> n.name().equals("QEMU"));
    List<Integer> cpus = hypervisor ? target.cpus().possible() : target.cpus().online();
    Map<Integer, Registers> found = new HashMap<>();
    int next = 0;
    for (ElfNote note : notes) {
      int pid = target.arch().prstatusPid(note);
      int match = next;
      if (!hypervisor) {
        while (match < cpus.size() && !runs(tasks, cpus.get(match), pid)) {
          match++;
        }
        match = match == cpus.size() ? next : match;
      }
      if (match >= cpus.size()) {
        break;
      }
      Optional<Registers> registers = target.arch().cpuRegisters(note);
      if (registers.isPresent()) {
        found.put(cpus.get(match), registers.get());
      }
      next = match + 1;
    }
    return found;
  }

  private static boolean runs(Tasks tasks, int cpu, int pid) {
    return tasks.currentOf(cpu).map(t -> t.pid() == pid).orElse(false);
  }

  /// A CPU's registers when the dump was taken (kdump: when the crash interrupted it); empty where
  /// the dump has none.
  public Optional<Registers> registersOf(int cpu) {
    return Optional.ofNullable(registersByCpu.get(cpu));
  }

  /// The stack of a task.
  public Stack of(Task task) {
    Stack known = stacks.get(task.address());
    if (known != null) {
      return known;
    }
    Stack stack = walk(task);
    stacks.put(task.address(), stack);
    return stack;
  }

  /// The stack of a task, without keeping it: for those who look at each one once. 20,000 stacks
  /// take 60 MB.
  public Stack walk(Task task) {
    if (task.onCpu()) {
      Registers registers = registersByCpu.get(task.cpu());
      if (registers != null) {
        return target.unwinder().unwind(registers);
      }
      return new Stack(
          List.of(),
          Stack.End.LOST,
          "it was running and the dump has no registers of CPU " + task.cpu());
    }
    if (task.sp() == 0) {
      return around(task.stack())
          .orElseGet(() ->
              new Stack(List.of(), Stack.End.FAULT, "its saved stack pointer is not in the dump"));
    }
    return target.unwinder().unwindSwitchedOut(task.sp());
  }

  /// The stack of a switched-out task of which only an address on its stack is known; empty where
  /// none can be made out there.
  public Optional<Stack> around(long address) {
    return lost.of(address);
  }

  /// Unwinds all tasks' stacks on all processors: for those who will ask for most of them.
  public void unwindAll() {
    Stream<Task> work =
        tasks.all().size() < 256 ? tasks.all().stream() : tasks.all().parallelStream();
    work.forEach(this::of);
  }
}
