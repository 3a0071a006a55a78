package org.inquest.diagnose.oops;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.inquest.diagnose.value.KernelAreas;
import org.inquest.diagnose.value.Machine;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.Isas;
import org.inquest.engine.code.window.CodeWindow;
import org.inquest.formats.oops.CodeLine;
import org.inquest.formats.oops.CodePlace;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.LogEvent.TrapReport;
import org.inquest.formats.oops.TraceLine;
import org.inquest.formats.oops.Trap;
import org.inquest.formats.oops.machine.CpuState;
import org.inquest.formats.oops.machine.Processor;
import org.inquest.formats.oops.report.LogReport;
import org.inquest.formats.oops.report.ReportParts;
import org.inquest.formats.oops.report.ReportStack;

/// What a log says about an exception, machine by machine the same.
///
/// @param machine told by the names of the registers
/// @param trap which exception
/// @param address what could not be accessed: CR2, FAR; empty where the exception has none
/// @param errorCode x86's error code, arm64's ESR, riscv's cause, powerpc's DSISR
/// @param noExecute whether the kernel itself said that the page was NX-protected
/// @param registers by lower-case name: `rax`, `x0`, `cr2`, `gs` for the base of that segment
/// @param code the `Code:` line
/// @param place the program counter as printed
/// @param initFreed whether the log is past the line that says that init memory was given back
/// @param caller innermost frame that is no guess
public record LoggedFault(
    Machine machine,
    Trap trap,
    OptionalLong address,
    OptionalInt errorCode,
    boolean noExecute,
    Map<String, Long> registers,
    Optional<CodeLine> code,
    Optional<CodePlace> place,
    boolean initFreed,
    Optional<CodePlace> caller) {
  public LoggedFault {
    // In the log's order, in which people look for them.
    registers = Collections.unmodifiableMap(new LinkedHashMap<>(registers));
  }

  /// From a report and what else its log has.
  ///
  /// @param events of the same log
  public static LoggedFault of(TrapReport report, List<LogEvent> events) {
    var body = report.body();
    boolean freed = false;
    for (LogEvent event : events) {
      if (event.equals(report)) {
        break;
      }
      freed |= event instanceof LogEvent.InitFreed;
    }
    Machine machine = machine(body.registers());
    int unit = machine == Machine.ARM64 ? 4 : 1;
    return new LoggedFault(
        machine,
        report.trap(),
        address(report, machine),
        report.errorCode(),
        report.noExecute(),
        body.registers(),
        body.code().map(code -> new CodeLine.Marked(code, unit)),
        body.at(),
        freed,
        body.caller().map(line -> line.place()));
  }

  /// From a report of any machine; empty where it has neither an exception nor registers nor code,
  /// as a hung task's.
  ///
  /// @param initFreed whether the log is past the line that says that init memory was given back
  public static Optional<LoggedFault> of(LogReport report, boolean initFreed) {
    return of(report, ReportParts.of(report), initFreed);
  }

  /// The same of a report that was taken apart.
  public static Optional<LoggedFault> of(LogReport report, ReportParts parts, boolean initFreed) {
    CpuState cpu = parts.cpu();
    if (cpu.trap().isEmpty() && cpu.at().isEmpty() && cpu.registers().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new LoggedFault(
            machine(cpu.processor()),
            cpu.trap().orElse(Trap.OTHER),
            cpu.address(),
            cpu.errorCode().isPresent()
                ? OptionalInt.of((int) cpu.errorCode().getAsLong())
                : OptionalInt.empty(),
            report.noExecute(),
            cpu.registers(),
            cpu.code(),
            cpu.at(),
            initFreed,
            caller(parts, cpu)));
  }

  /// The first frame below the one that the program counter is in, where the stack begins with it
  /// or with those who print; else the first.
  private static Optional<CodePlace> caller(ReportParts parts, CpuState cpu) {
    String function = cpu.at().map(CodePlace::function).orElse("");
    List<CodePlace> places =
        parts.stack(ReportStack.Role.TRACE).stream()
            .flatMap(stack -> stack.frames().stream())
            .filter(frame -> !frame.guess())
            .map(TraceLine::place)
            .toList();
    for (int i = 0; i + 1 < places.size() && !function.isEmpty(); i++) {
      if (places.get(i).function().equals(function)) {
        return Optional.of(places.get(i + 1));
      }
    }
    return places.stream().findFirst();
  }

  private static Machine machine(Processor processor) {
    return switch (processor) {
      case X86_64, UNKNOWN -> Machine.X86_64;
      case X86_32 -> Machine.X86_32;
      case ARM64 -> Machine.ARM64;
      case ARM -> Machine.ARM;
      case RISCV -> Machine.RISCV64;
      case PPC64 -> Machine.PPC64;
      case S390X -> Machine.S390X;
    };
  }

  /// "stack guard page was hit at" prints a pointer, which kernels since 4.15 replace by a hash of
  /// 32 bits (ad67b74d2469, "printk: hash addresses printed with %p"). CR2 has the true one.
  private static OptionalLong address(TrapReport report, Machine machine) {
    OptionalLong printed = report.address();
    Long cr2 = report.body().registers().get("cr2");
    boolean hashed =
        report.trap() == Trap.STACK_OVERFLOW
            && machine == Machine.X86_64
            && printed.isPresent()
            && printed.getAsLong() >>> 32 == 0;
    return !hashed ? printed : cr2 == null ? OptionalLong.empty() : OptionalLong.of(cr2);
  }

  /// The machine that has registers of these names.
  public static Machine machine(Map<String, Long> registers) {
    if (registers.containsKey("x0")
        || registers.containsKey("x29")
        || registers.containsKey("pstate")) {
      return Machine.ARM64;
    }
    if (registers.containsKey("eax") || registers.containsKey("eip")) {
      return Machine.X86_32;
    }
    if (registers.containsKey("nip")) {
      return Machine.PPC64;
    }
    if (registers.containsKey("epc")) {
      return Machine.RISCV64;
    }
    if (registers.containsKey("psw")) {
      return Machine.S390X;
    }
    boolean arm = registers.containsKey("r0") || registers.containsKey("psr");
    return arm && !registers.containsKey("rax") ? Machine.ARM : Machine.X86_64;
  }

  /// A register's value.
  public OptionalLong register(String name) {
    Long value = registers.get(name);
    if (value == null && name.length() == 2 && name.charAt(0) == 'r') {
      // x86-64 prints R08 and R09.
      value = registers.get("r0" + name.charAt(1));
    }
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /// The instruction set; empty for machines whose code is not read yet.
  public Optional<Isa> isa() {
    return switch (machine) {
      case X86_64 -> Isas.find(62);
      case X86_32 -> Isas.find(3);
      case ARM64 -> Isas.find(183);
      case ARM, PPC64, RISCV64, S390X -> Optional.empty();
    };
  }

  /// The areas of this kernel's address space.
  public KernelAreas areas() {
    return KernelAreas.of(machine, this::register);
  }

  /// The address of the program counter. Kernels since 4.10 print only a name, but those that can't
  /// read its code say where that would be, and an instruction fetch that fails is from there.
  public OptionalLong programCounter() {
    if (place.isPresent() && (place.get().address() != 0 || place.get().function().isEmpty())) {
      return OptionalLong.of(place.get().address());
    }
    OptionalLong printed =
        register(
            switch (machine) {
              case X86_32 -> "eip";
              case RISCV64 -> "epc";
              case PPC64 -> "nip";
              default -> "pc";
            });
    if (printed.isPresent()) {
      return printed;
    }
    if (code.isPresent() && code.get() instanceof CodeLine.Unreadable unreadable) {
      return unreadable.programCounter();
    }
    return FaultAccess.of(this).fetch() ? address : OptionalLong.empty();
  }

  /// The code around the program counter; empty where none was printed or can be read. Where the
  /// program counter's address is not known, addresses count from the function's beginning.
  public Optional<CodeWindow> window() {
    if (!(code.isPresent() && code.get() instanceof CodeLine.Marked marked)) {
      return Optional.empty();
    }
    long base = programCounter().orElseGet(() -> place.map(CodePlace::offset).orElse(0L));
    return isa()
        .filter(isa -> marked.unit() == isa.decoder().alignment())
        .map(isa -> CodeWindow.of(isa, marked.code().bytes(), marked.code().mark(), base));
  }
}
