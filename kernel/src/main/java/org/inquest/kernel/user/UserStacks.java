package org.inquest.kernel.user;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Registers;
import org.inquest.engine.unwind.Stack;
import org.inquest.engine.user.Mapping;
import org.inquest.engine.user.Program;
import org.inquest.engine.user.ProgramFiles;
import org.inquest.engine.user.UserUnwinder;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.task.Task;

/// The stacks of a dump's processes in their own programs, from the registers with which they
/// entered the kernel. For one thread.
public final class UserStacks {
  /// Each keeps some kilobytes; threads of one process come one after the other.
  private static final int MAX_PROCESSES = 64;

  private final Target target;
  private final Programs programs;
  private final Map<Long, Process> processes = new Recent<>(MAX_PROCESSES);

  /// @param disk where files of programs are looked for
  /// @throws InquestException where the kernel's types are missing
  public UserStacks(Target target, ProgramFiles disk) {
    this.target = target;
    this.programs = new Programs(target, disk);
  }

  /// A task's stack in its program.
  ///
  /// @param kernel its stack in the kernel, which the program's registers end
  /// @return empty for kernel threads
  /// @throws InquestException where the process's page tables or registers are not in the dump
  public Optional<Stack> of(Task task, Stack kernel) {
    if (task.mm() == 0 || task.kernelThread()) {
      return Optional.empty();
    }
    Optional<Registers> start = registers(task, kernel);
    if (start.isEmpty()) {
      return Optional.of(
          new Stack(List.of(), Stack.End.LOST, "the registers of its program are not in the dump"));
    }
    return target
        .arch()
        .userStacks()
        .map(machine -> {
          Process process = process(task);
          return new UserUnwinder(machine, process.memory(), process).unwind(start.get());
        });
  }

  /// Those at the end of the kernel's stack; where that breaks off, those at its top.
  private Optional<Registers> registers(Task task, Stack kernel) {
    if (!kernel.frames().isEmpty()) {
      Optional<Registers> last = kernel.frames().getLast().registers().filter(Registers::user);
      if (last.isPresent()) {
        return last;
      }
    }
    long top = task.stack() + target.arch().threadSize();
    return task.stack() == 0
        ? Optional.empty()
        : target.arch().savedUserRegisters(target.memory(), top);
  }

  /// The address space of a task.
  ///
  /// @throws InquestException where its page tables are not in the dump
  public Process process(Task task) {
    Process known = processes.get(task.mm());
    if (known == null) {
      known = new Process(programs, task.mm());
      processes.put(task.mm(), known);
    }
    return known;
  }

  /// What an address of a process means.
  ///
  /// @param program whose it is; empty where it has none at hand
  /// @param linked the address as its program has it; 0 without one
  /// @param symbol the function; empty where no name is known
  public record Place(
      Mapping mapping, Optional<Program> program, long linked, Optional<Symbol> symbol) {}

  /// What an address means; empty where nothing is mapped there, or that is not in the dump.
  public Optional<Place> place(Task task, long address) {
    try {
      Process process = process(task);
      return process.mapping(address).map(mapping -> place(process, mapping, address));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private static Place place(Process process, Mapping mapping, long address) {
    Optional<Program> program = process.find(mapping);
    OptionalLong linked = program.map(p -> p.linked(mapping, address)).orElse(OptionalLong.empty());
    return linked.isEmpty()
        ? new Place(mapping, program, 0, Optional.empty())
        : new Place(
            mapping, program, linked.getAsLong(), program.get().symbolAt(linked.getAsLong()));
  }

  /// What could not be read, a sentence each.
  public List<String> gaps() {
    return programs.gaps();
  }
}
