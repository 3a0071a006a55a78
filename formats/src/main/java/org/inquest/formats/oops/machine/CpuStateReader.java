package org.inquest.formats.oops.machine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.oops.CodeLine;
import org.inquest.formats.oops.CodePlace;
import org.inquest.formats.oops.Trap;

/// Collects a CPU's state line by line.
final class CpuStateReader {
  /// Lines from an exception's first on within which its address and error code stand.
  private static final int HEAD = 24;

  /// A program counter by name: x86 (three forms), arm and old arm64, arm64, riscv, powerpc, s390.
  private static final Pattern COUNTER =
      Pattern.compile(
          "^\\s*+(?:RIP: (?:([0-9a-f]{4}):)?|EIP is at |EIP: (?!\\w{4}:\\[<\\w+>\\] EFLAGS)(?:([0-9a-f]{4}):)?"
              + "|PC is at |pc : |epc ?: |NIP \\[([0-9a-f]{8,16})\\] |Krnl PSW ?: [0-9a-f]{16}"
              + " ([0-9a-f]{16}) \\(?)(.*)");

  private static final Pattern PSW = Pattern.compile("Krnl PSW ?: ([0-9a-f]{16}) ([0-9a-f]{16})");
  private static final Pattern GENERAL =
      Pattern.compile(
          "^\\s*+(?:(?:GPR(\\d\\d)|Krnl GPRS):\\s*+)?((?:[0-9a-f]{16}(?:\\s++|$)){1,4}+)$");
  private static final Pattern S390_CODE =
      Pattern.compile("^(?:Krnl Code:)?\\s*+([>#]?)[0-9a-f]{16}: ([0-9a-f]{4,12})\\b");

  private final Processor processor;
  private final Map<String, Long> registers = new LinkedHashMap<>();
  private final StringBuilder words = new StringBuilder();
  private Optional<Trap> trap = Optional.empty();
  private OptionalLong address = OptionalLong.empty();
  private OptionalLong errorCode = OptionalLong.empty();
  private OptionalInt selector = OptionalInt.empty();
  private Optional<CodePlace> at = Optional.empty();
  private Optional<CodeLine> code = Optional.empty();
  private int number;

  /// The next general register, where lines name only the first or none.
  private int next = -1;

  /// Lines of code follow: powerpc's "Instruction dump:", s390's.
  private boolean inCode;

  CpuStateReader(Processor processor) {
    this.processor = processor;
  }

  CpuState read(List<String> lines) {
    int from = announced(lines);
    for (String line : lines.subList(from, lines.size())) {
      if (!take(line)) {
        break;
      }
    }
    finishCode();
    String counter = counterName();
    if (at.isPresent() && at.get().address() == 0 && registers.containsKey(counter)) {
      at = at.map(it -> placed(it, registers.getOrDefault(counter, 0L)));
    } else if (at.isEmpty() && registers.containsKey(counter)) {
      at = Optional.of(new CodePlace("", 0, 0, "", registers.getOrDefault(counter, 0L)));
    }
    return new CpuState(processor, trap, told(), code(), selector, number, at, registers, code);
  }

  /// The line that announces an exception; 0 where none does. What is before it, such as KASAN's
  /// report, has no registers of the kernel's.
  private int announced(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      Optional<Trap> found = FaultWords.trap(lines.get(i));
      if (found.isPresent()) {
        trap = found;
        head(lines.subList(i, Math.min(lines.size(), i + HEAD)));
        return i;
      }
    }
    return 0;
  }

  private void head(List<String> lines) {
    for (String line : lines) {
      address = address.isPresent() ? address : FaultWords.address(line);
      boolean better = line.startsWith("  ESR = ") || errorCode.isEmpty();
      OptionalLong found = better ? FaultWords.errorCode(line) : OptionalLong.empty();
      errorCode = found.isPresent() ? found : errorCode;
      number = number > 0 ? number : FaultWords.number(line);
      if (trap.equals(Optional.of(Trap.PAGE_FAULT)) && line.contains("stack guard page")) {
        trap = Optional.of(Trap.STACK_OVERFLOW);
      }
      if (line.startsWith("Call ") || line.startsWith("Code: ") || line.startsWith("---[ end ")) {
        return;
      }
    }
  }

  /// Takes a line.
  ///
  /// @return false where the first set of registers is over
  private boolean take(String line) {
    Matcher counter = COUNTER.matcher(line);
    boolean found = counter.find();
    if (found && !counter(counter)) {
      return false;
    }
    code(line);
    Matcher general = GENERAL.matcher(line);
    if (general.find() && (next >= 0 || line.contains("GPR"))) {
      general(general);
      return true;
    }
    next = -1;
    Matcher psw = PSW.matcher(line);
    if (psw.find()) {
      registers.putIfAbsent("psw", Long.parseUnsignedLong(psw.group(1), 16));
      registers.putIfAbsent("pc", Long.parseUnsignedLong(psw.group(2), 16));
      return true;
    }
    Matcher pair = processor.registers().matcher(line);
    boolean registersLine = found;
    while (pair.find()) {
      registersLine |= line.substring(0, pair.start()).isBlank();
      if (registersLine) {
        register(pair);
      }
    }
    return true;
  }

  private void register(Matcher pair) {
    String name = pair.group(1).toLowerCase(Locale.ROOT);
    if (pair.group(2) != null && (name.equals("eip") || name.equals("rip"))) {
      selector = OptionalInt.of(Integer.parseInt(pair.group(2), 16));
    }
    // x86-64 prints R08, arm `r8 `.
    String plain = name.length() == 3 && name.startsWith("r0") ? "r" + name.charAt(2) : name;
    registers.putIfAbsent(plain, Long.parseUnsignedLong(pair.group(3), 16));
  }

  /// A program counter, unless it is of user mode or one was seen: then the first set is over.
  private boolean counter(Matcher found) {
    String segment = found.group(1) != null ? found.group(1) : found.group(2);
    boolean user = segment != null && (Integer.parseInt(segment, 16) & 3) == 3;
    if (user || at.isPresent() && !repeats(found.group())) {
      return false;
    }
    if (segment != null) {
      selector = OptionalInt.of(Integer.parseInt(segment, 16));
    }
    String name = found.group(5).startsWith(".") ? found.group(5).substring(1) : found.group(5);
    Optional<CodePlace> place = CodePlace.parse(name.replace(")", ""));
    String printed = found.group(3) != null ? found.group(3) : found.group(4);
    if (printed != null) {
      long value = Long.parseUnsignedLong(printed, 16);
      place = Optional.of(placed(place.orElse(new CodePlace("", 0, 0, "", 0)), value));
    }
    at = at.isPresent() ? at : place;
    return true;
  }

  /// Machines that name the program counter twice in one set: "EIP: 0060:[<...>] EFLAGS" and "EIP
  /// is at", "NIP: c00..." and "NIP [c00...]", "PC is at" and "pc : [<...>]", "epc : f" and "epc :
  /// ffff...".
  private boolean repeats(String line) {
    return processor != Processor.X86_64 && !line.startsWith("EIP: ") && code.isEmpty();
  }

  private static CodePlace placed(CodePlace place, long value) {
    return new CodePlace(place.function(), place.offset(), place.size(), place.module(), value);
  }

  private void general(Matcher line) {
    if (line.group(1) != null) {
      next = Integer.parseInt(line.group(1));
    } else if (next < 0) {
      next = 0;
    }
    for (String value : line.group(2).strip().split("\\s+")) {
      if (next < 32) {
        registers.putIfAbsent("r" + next++, Long.parseUnsignedLong(value, 16));
      }
    }
  }

  private void code(String line) {
    if (code.isPresent()) {
      return;
    }
    Matcher s390 = S390_CODE.matcher(line);
    if (processor == Processor.S390X && s390.find()) {
      bytes(s390.group(2), s390.group(1).equals(">"));
      inCode = true;
    } else if (line.startsWith("Instruction dump:")) {
      inCode = true;
    } else if (inCode && line.matches("(?:\\s*<?[0-9a-f]{8}>?)+\\s*|(?:\\s*X{8})+\\s*")) {
      words.append(' ').append(line.strip());
    } else if (inCode) {
      finishCode();
    } else if (line.startsWith("Code: ")) {
      code = CodeLine.parse(line.substring("Code: ".length()));
    }
  }

  private void bytes(String digits, boolean mark) {
    words.append(mark ? " <" : " ");
    for (int i = 0; i + 2 <= digits.length(); i += 2) {
      words.append(i == 0 ? "" : " ").append(digits, i, i + 2);
      words.append(mark && i == 0 ? ">" : "");
    }
  }

  private void finishCode() {
    if (inCode && code.isEmpty()) {
      code = CodeLine.parse(words.toString());
    }
    inCode = false;
  }

  private String counterName() {
    return switch (processor) {
      case X86_32 -> "eip";
      case RISCV -> "epc";
      case PPC64 -> "nip";
      default -> "pc";
    };
  }

  /// The address of the exception: as a register where the sentence has it not, or hashed. "stack
  /// guard page was hit at" prints a pointer, which kernels since 4.15 replace by 32 bits of a hash
  /// (ad67b74d2469, "printk: hash addresses printed with %p").
  private OptionalLong told() {
    boolean fault = trap.filter(it -> it == Trap.PAGE_FAULT).isPresent();
    boolean hashed =
        trap.filter(it -> it == Trap.STACK_OVERFLOW).isPresent()
            && processor.bits() == Long.SIZE
            && address.isPresent()
            && address.getAsLong() >>> 32 == 0;
    if (trap.isEmpty() || address.isPresent() && !hashed || !fault && !hashed) {
      return hashed ? OptionalLong.empty() : address;
    }
    String register =
        switch (processor) {
          case X86_64, X86_32 -> "cr2";
          case RISCV -> "badaddr";
          case PPC64 -> "dar";
          default -> "far";
        };
    return registers.containsKey(register)
        ? OptionalLong.of(registers.getOrDefault(register, 0L))
        : OptionalLong.empty();
  }

  private OptionalLong code() {
    String register =
        switch (processor) {
          case RISCV -> "cause";
          case PPC64 -> "dsisr";
          default -> "";
        };
    return trap.isPresent() && errorCode.isEmpty() && registers.containsKey(register)
        ? OptionalLong.of(registers.getOrDefault(register, 0L))
        : errorCode;
  }
}
