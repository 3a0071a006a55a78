package org.inquest.diagnose.facts;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.inquest.engine.unwind.Registers;
import org.inquest.formats.oops.LogEvent.TrapReport;
import org.inquest.formats.oops.Trap;
import org.inquest.kernel.task.Task;

/// An exception that the kernel could not handle: an oops, put together from the log and the dump.
///
/// @param trap which exception
/// @param address what could not be accessed; empty where the exception has none
/// @param addressGuessed whether the address is only the one register that can be no address: the
///   kernel does not print it for every exception
/// @param errorCode as the CPU pushed it
/// @param number of the oops since boot; 0 where unknown
/// @param cpu where; -1 where unknown
/// @param pid of the task; 0 is an idle task, -1 unknown
/// @param comm of the task; never print it unescaped
/// @param task the task in the dump, if it still has the fault on its stack
/// @param pc where; 0 where the dump does not have it (or it was 0: see [#at])
/// @param at the program counter as the kernel prints it: `free_metadata+0xa/0x20 [sick]`
/// @param function name at the program counter without suffixes; empty where nothing has a name
///   there
/// @param module it is in; empty for the kernel
/// @param callers from the innermost
/// @param registers at the fault: the dump's; empty where only the log tells
/// @param stackPointer at the fault
/// @param report the log's lines; empty where they are not in the log
/// @param current whether the dump was taken for it; earlier ones left the machine running
public record Fault(
    Trap trap,
    OptionalLong address,
    boolean addressGuessed,
    OptionalInt errorCode,
    int number,
    int cpu,
    int pid,
    String comm,
    Optional<Task> task,
    OptionalLong pc,
    String at,
    String function,
    String module,
    List<Caller> callers,
    Optional<Registers> registers,
    OptionalLong stackPointer,
    Optional<TrapReport> report,
    boolean current) {

  /// One frame below the fault.
  ///
  /// @param function without suffixes, for sentences
  /// @param text as the kernel prints it
  /// @param module empty for the kernel
  /// @param guess found on the stack without knowing that it belongs to the chain
  public record Caller(String function, String text, String module, boolean guess) {}

  /// `PID 1 (init)`, `the idle task of CPU 0`.
  public String who() {
    if (pid == 0) {
      return cpu < 0 ? "an idle task" : "the idle task of CPU " + cpu;
    }
    return pid < 0 ? "an unknown task" : "PID " + pid + " (" + comm + ")";
  }

  /// The first caller that is known to be one.
  public Optional<Caller> caller() {
    for (Caller caller : callers) {
      if (!caller.guess) {
        return Optional.of(caller);
      }
    }
    return callers.isEmpty() ? Optional.empty() : Optional.of(callers.getFirst());
  }

  /// A register's value at the fault, from the dump or else from the log.
  public OptionalLong register(String name) {
    if (registers.isPresent()) {
      OptionalLong value = registers.get().find(name);
      if (value.isPresent()) {
        return value;
      }
    }
    Long logged = report.map(r -> r.body().registers().get(name)).orElse(null);
    return logged == null ? OptionalLong.empty() : OptionalLong.of(logged);
  }
}
