package org.inquest.formats.oops.machine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.inquest.formats.oops.CodeLine;
import org.inquest.formats.oops.CodePlace;
import org.inquest.formats.oops.Trap;

/// The CPU as a report shows it. A report may have more than one set of registers; this is the
/// kernel's first, from the exception on where there was one.
///
/// @param processor which machine
/// @param trap the exception; empty where the report is about none, such as a warning's
/// @param address what could not be accessed: CR2, FAR, badaddr, DAR; of s390 only its page. Empty
///   where the exception has none or none was printed
/// @param errorCode x86's error code, arm64's ESR, arm's FSR, riscv's cause, powerpc's DSISR,
///   s390's interruption code
/// @param selector x86's segment selector of the program counter
/// @param number of oopses since boot, 1 for the first; 0 where none is told
/// @param at the program counter, with its address where that was printed
/// @param registers by lower-case name: `rax`, `x0`, `r0` (arm, powerpc, s390), `cr2`, `msr`; `pc`
///   or the machine's own name (`eip`, `epc`, `nip`) for the program counter
/// @param code the `Code:` line, in whatever form
public record CpuState(
    Processor processor,
    Optional<Trap> trap,
    OptionalLong address,
    OptionalLong errorCode,
    OptionalInt selector,
    int number,
    Optional<CodePlace> at,
    Map<String, Long> registers,
    Optional<CodeLine> code) {

  public CpuState {
    // In the log's order, in which people look for them.
    registers = Collections.unmodifiableMap(new LinkedHashMap<>(registers));
  }

  /// Reads the lines of one report, without what loggers put before them.
  public static CpuState read(List<String> lines) {
    return new CpuStateReader(Processor.of(lines)).read(lines);
  }

  /// A register's value.
  public OptionalLong register(String name) {
    Long value = registers.get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /// The program counter's address; empty where only a name was printed.
  public OptionalLong programCounter() {
    return at.isPresent() && (at.get().address() != 0 || at.get().function().isEmpty())
        ? OptionalLong.of(at.get().address())
        : OptionalLong.empty();
  }
}
