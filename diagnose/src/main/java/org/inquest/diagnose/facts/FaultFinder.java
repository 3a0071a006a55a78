package org.inquest.diagnose.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.inquest.diagnose.facts.Fault.Caller;
import org.inquest.diagnose.oops.FaultOperand;
import org.inquest.diagnose.oops.LoggedFault;
import org.inquest.engine.object.KObject;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.symbol.Symbols;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Registers;
import org.inquest.engine.unwind.Stack;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.oops.CodePlace;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.LogEvent.TrapReport;
import org.inquest.formats.oops.ReportBody;
import org.inquest.formats.oops.TaskLine;
import org.inquest.formats.oops.TraceLine;
import org.inquest.formats.oops.Trap;
import org.inquest.kernel.panic.Ending;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;
import org.jspecify.annotations.Nullable;

/// Finds faults. The log says what happened; where the task still has the fault on its stack, its
/// frames and registers come from the dump, which has no `?` lines and no interleaving. Without a
/// log, the panicking CPU's registers and `struct thread_struct` tell.
final class FaultFinder {
  /// Addresses below belong to no function, whatever a symbol at 0 says.
  private static final long FIRST_PAGE = 4096;

  /// Bits above are all equal in an address, also with five levels of page tables.
  private static final int HIGH_BITS = 56;

  private static final int MAX_FAULTS = 32;
  private static final int MAX_CALLERS = 1000;

  private final CrashFacts facts;
  private final @Nullable Target target;

  FaultFinder(CrashFacts facts) {
    this.facts = facts;
    this.target = facts.target().orElse(null);
  }

  List<Fault> find() {
    List<TrapReport> reports = new ArrayList<>();
    for (LogEvent event : facts.events()) {
      if (event instanceof TrapReport report) {
        reports.add(report);
      }
    }
    if (reports.size() > MAX_FAULTS) {
      // A machine that survives its oopses repeats itself: the first ones and the last tell.
      reports.subList(MAX_FAULTS - 1, reports.size() - 1).clear();
    }
    boolean oops = facts.ending().map(e -> e.kind() == Ending.Kind.OOPS).orElse(false);
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      faults.add(of(reports.get(i), oops && i == reports.size() - 1));
    }
    if (reports.isEmpty() && oops) {
      fromDump().ifPresent(faults::add);
    }
    return faults;
  }

  private Fault of(TrapReport report, boolean current) {
    ReportBody body = report.body();
    Optional<TaskLine> line = body.task();
    int cpu = line.map(TaskLine::cpu).orElse(-1);
    int pid = line.map(TaskLine::pid).orElse(-1);
    Optional<Task> task = task(cpu, pid);
    List<Frame> frames = task.map(t -> framesFrom(t, body.at())).orElse(List.of());
    Optional<Registers> registers =
        frames.isEmpty() ? Optional.empty() : frames.getFirst().registers();
    CodePlace place = body.at().orElse(new CodePlace("", 0, 0, "", 0));
    OptionalLong pc = pc(frames, body.at());
    boolean silent = report.trap() == Trap.GENERAL_PROTECTION && report.address().isEmpty();
    OptionalLong proven = silent ? byOperand(report) : OptionalLong.empty();
    return new Fault(
        report.trap(),
        proven.isPresent() ? proven : silent ? nonCanonical(body) : report.address(),
        silent && proven.isEmpty(),
        report.errorCode(),
        report.number(),
        cpu,
        pid,
        line.map(TaskLine::comm).orElse(""),
        frames.isEmpty() ? Optional.empty() : task,
        pc,
        body.at().map(CodePlace::toString).orElse("an unknown place"),
        pc.isPresent() && below(pc.getAsLong()) ? "" : place.plainName(),
        place.module(),
        frames.isEmpty() ? loggedCallers(body.trace()) : callers(frames),
        registers,
        registers.isPresent() ? OptionalLong.of(registers.get().sp()) : logged(body, "rsp"),
        Optional.of(report),
        current);
  }

  /// The operand of the instruction, where the registers make it an address that is none.
  private static OptionalLong byOperand(TrapReport report) {
    LoggedFault logged = LoggedFault.of(report, List.of());
    return logged
        .window()
        .flatMap(window -> FaultOperand.of(logged, window))
        .filter(operand -> operand.match() == FaultOperand.Match.NOT_CANONICAL)
        .map(operand -> operand.use().address())
        .orElse(OptionalLong.empty());
  }

  /// Before 59c1dcbed5b5 ("x86/traps: Print address on #GP", v5.6) the log does not say which
  /// address was none; if just one register holds such a value, that was it.
  private static OptionalLong nonCanonical(ReportBody body) {
    OptionalLong found = OptionalLong.empty();
    for (Map.Entry<String, Long> register : body.registers().entrySet()) {
      long value = register.getValue();
      long high = value >> HIGH_BITS;
      boolean general = register.getKey().startsWith("r");
      if (general && high != 0 && high != -1) {
        if (found.isPresent() && found.getAsLong() != value) {
          return OptionalLong.empty();
        }
        found = OptionalLong.of(value);
      }
    }
    return found;
  }

  private static OptionalLong pc(List<Frame> frames, Optional<CodePlace> place) {
    if (!frames.isEmpty()) {
      return OptionalLong.of(frames.getFirst().pc());
    }
    return place.isPresent() && place.get().function().isEmpty()
        ? OptionalLong.of(place.get().address())
        : OptionalLong.empty();
  }

  private static boolean below(long pc) {
    return Long.compareUnsigned(pc, FIRST_PAGE) < 0;
  }

  private static OptionalLong logged(ReportBody body, String register) {
    Long value = body.registers().get(register);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private Optional<Task> task(int cpu, int pid) {
    Optional<Tasks> tasks = facts.tasks();
    if (tasks.isEmpty() || pid < 0) {
      return Optional.empty();
    }
    return pid == 0 ? tasks.get().currentOf(cpu).filter(Task::idle) : tasks.get().byPid(pid);
  }

  /// The part of a task's stack from the faulting instruction on; empty where it is not there any
  /// more.
  private List<Frame> framesFrom(Task task, Optional<CodePlace> place) {
    Optional<TaskStacks> stacks = facts.stacks();
    if (stacks.isEmpty() || place.isEmpty()) {
      return List.of();
    }
    List<Frame> frames = stacks.get().of(task).frames();
    for (int i = 0; i < frames.size(); i++) {
      if (frames.get(i).exact() && isAt(frames.get(i).pc(), place.get())) {
        return frames.subList(i, frames.size());
      }
    }
    return List.of();
  }

  private boolean isAt(long pc, CodePlace place) {
    if (place.function().isEmpty() || target == null) {
      return pc == place.address();
    }
    Optional<Symbol> symbol = target.symbols().at(pc);
    return symbol.isPresent()
        && symbol.get().name().equals(place.function())
        && pc - symbol.get().address() == place.offset();
  }

  private List<Caller> callers(List<Frame> frames) {
    List<Caller> callers = new ArrayList<>();
    for (int i = 1; i < frames.size() && callers.size() < MAX_CALLERS; i++) {
      Frame frame = frames.get(i);
      if (target == null || frame.registers().map(Registers::user).orElse(false)) {
        break;
      }
      Symbols symbols = target.symbols();
      Symbol symbol = symbols.at(frame.lookupPc()).orElse(null);
      callers.add(
          new Caller(
              symbol == null ? "" : plain(symbol.name()),
              symbol == null ? symbols.describe(frame.pc()) : symbol.describe(frame.pc()),
              symbol == null ? "" : symbol.module(),
              frame.guess() && !(i == 1 && calledNowhere(frames.getFirst(), frame))));
    }
    return callers;
  }

  /// A call of something that is no code: nothing knows how to unwind from there, but the call has
  /// just pushed its return address, so that one is no guess.
  private boolean calledNowhere(Frame top, Frame below) {
    return target != null && !target.isText(top.pc()) && below.returnSlot() == top.sp();
  }

  private static List<Caller> loggedCallers(List<TraceLine> trace) {
    List<Caller> callers = new ArrayList<>();
    for (TraceLine line : trace) {
      if (callers.size() < MAX_CALLERS) {
        CodePlace place = line.place();
        callers.add(new Caller(place.plainName(), place.toString(), place.module(), line.guess()));
      }
    }
    return callers;
  }

  private static String plain(String name) {
    int dot = name.indexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }

  /// An oops that is not in the log: the panicking CPU's registers are those at the fault, for
  /// `oops_end()` hands them to `crash_kexec()` (arch/x86/kernel/dumpstack.c).
  private Optional<Fault> fromDump() {
    int cpu = facts.ending().map(Ending::cpu).orElse(-1);
    Optional<Task> task = facts.tasks().flatMap(t -> t.currentOf(cpu));
    Optional<TaskStacks> stacks = facts.stacks();
    if (target == null || task.isEmpty() || stacks.isEmpty()) {
      return Optional.empty();
    }
    Stack stack = stacks.get().of(task.get());
    if (stack.frames().isEmpty() || stack.frames().getFirst().registers().isEmpty()) {
      return Optional.empty();
    }
    Frame top = stack.frames().getFirst();
    Optional<Symbol> symbol = target.symbols().at(top.pc()).filter(s -> !below(top.pc()));
    Trap trap = Trap.ofVector((int) thread(task.get(), "trap_nr").orElse(-1));
    OptionalLong code = thread(task.get(), "error_code");
    OptionalLong cr2 = thread(task.get(), "cr2");
    return Optional.of(
        new Fault(
            trap,
            trap == Trap.PAGE_FAULT ? cr2 : OptionalLong.empty(),
            false,
            code.isPresent() ? OptionalInt.of((int) code.getAsLong()) : OptionalInt.empty(),
            0,
            cpu,
            task.get().pid(),
            task.get().comm(),
            task,
            OptionalLong.of(top.pc()),
            symbol.map(s -> s.describe(top.pc())).orElse("0x" + Long.toHexString(top.pc())),
            symbol.map(s -> plain(s.name())).orElse(""),
            symbol.map(Symbol::module).orElse(""),
            callers(stack.frames()),
            top.registers(),
            OptionalLong.of(top.sp()),
            Optional.empty(),
            true));
  }

  private static OptionalLong thread(Task task, String member) {
    try {
      Optional<KObject> value = task.object().findMember("thread." + member);
      return value.isPresent() ? value.get().findLong() : OptionalLong.empty();
    } catch (InquestException e) {
      return OptionalLong.empty();
    }
  }
}
