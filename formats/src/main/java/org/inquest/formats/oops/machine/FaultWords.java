package org.inquest.formats.oops.machine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.oops.Trap;

/// The sentences with which kernels announce an exception: arch/x86/mm/fault.c, arch/*/kernel/
/// traps.c, arch/arm64/mm/fault.c, arch/riscv/mm/fault.c, arch/powerpc/mm/fault.c,
/// arch/s390/mm/fault.c.
final class FaultWords {
  /// A sentence and what it announces.
  private record Row(Pattern words, Trap trap) {
    Row(String words, Trap trap) {
      this(Pattern.compile(words), trap);
    }
  }

  /// The first that fits a line counts.
  private static final List<Row> ROWS =
      List.of(
          new Row(
              "stack guard page was hit|^Insufficient stack space|[Kk]ernel stack overflow"
                  + "|^(?:Oops: )?stack guard page: ",
              Trap.STACK_OVERFLOW),
          new Row("^PANIC: double fault|^(?:Oops: )?double fault: ", Trap.DOUBLE_FAULT),
          new Row("general protection fault", Trap.GENERAL_PROTECTION),
          new Row("kernel BUG at |Oops - BUG|^Kernel BUG|^kernel BUG", Trap.BUG),
          new Row("(?:divide error|fixpoint divide exception): ", Trap.DIVIDE),
          new Row("^(?:Oops: )?int3: |Oops - (?:ebreak|breakpoint)", Trap.BREAKPOINT),
          new Row("^(?:Oops: )?stack segment: ", Trap.STACK_SEGMENT),
          new Row(
              "^(?:Oops: )?control protection fault: |Missing ENDBR|Oops - (?:BTI|FPAC|GCS|CFI)",
              Trap.CONTROL_PROTECTION),
          new Row(
              "^(?:Oops: )?alignment check: |[Aa]lignment (?:fault|exception|trap)|misaligned",
              Trap.ALIGNMENT),
          new Row(
              "^(?:Oops: )?invalid opcode: |[Uu]ndefined instruction|illegal instruction"
                  + "|^illegal operation: ",
              Trap.INVALID_OPCODE),
          new Row(
              "[Uu]nable to handle |kernel NULL pointer dereference|Kernel access of bad area"
                  + "|Oops - (?:load|store|instruction)[\\w/ ()]* fault|^Oops: [0-9a-f]{4} "
                  + "|^Internal error: Oops: |^Kernel attempted to (?:read|write|access|execute)",
              Trap.PAGE_FAULT),
          new Row(
              "^Unhandled fault: |^Internal error: |^[\\w ]+: [0-9a-f]{1,16} .*\\[#\\d+\\]"
                  + "|^Oops(?:: | - |\\s)",
              Trap.OTHER));

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:address:? |dereference at |request at |(?:read|write|access|fetch|execute) at "
              + "|hit at |instruction fetch from |fault at )(?:0x)?([0-9a-f]{4,16})\\b");
  private static final Pattern NULL = Pattern.compile("(?:dereference|request) at +\\(null\\)");
  private static final Pattern CODE =
      Pattern.compile(
          "^#PF: error_code\\(0x([0-9a-f]+)\\)|^\\s+ESR = 0x([0-9a-f]+)"
              + "|(?<!sig): ([0-9a-f]{1,16})(?: ilc:\\d)? \\[#\\d+\\]");
  private static final Pattern NUMBER = Pattern.compile("\\[#(\\d{1,9})\\]");

  private FaultWords() {}

  /// What a line announces.
  static Optional<Trap> trap(String line) {
    if (line.startsWith(" ")) {
      return Optional.empty();
    }
    for (Row row : ROWS) {
      if (row.words.matcher(line).find()) {
        return Optional.of(row.trap);
      }
    }
    return Optional.empty();
  }

  /// The address that could not be accessed. "Faulting instruction address" is the program counter.
  static OptionalLong address(String line) {
    if (line.startsWith("Faulting instruction ")) {
      return OptionalLong.empty();
    }
    Matcher found = ADDRESS.matcher(line);
    if (found.find()) {
      return OptionalLong.of(Long.parseUnsignedLong(found.group(1), 16));
    }
    return NULL.matcher(line).find() ? OptionalLong.of(0) : OptionalLong.empty();
  }

  /// The error code; of the line that counts oopses it is the last word before the count.
  static OptionalLong errorCode(String line) {
    Matcher found = CODE.matcher(line);
    if (!found.find()) {
      return OptionalLong.empty();
    }
    for (int i = 1; i <= found.groupCount(); i++) {
      if (found.group(i) != null && found.group(i).length() <= 16) {
        return OptionalLong.of(Long.parseUnsignedLong(found.group(i), 16));
      }
    }
    return OptionalLong.empty();
  }

  /// How many oopses there were, 0 where the line does not say.
  static int number(String line) {
    Matcher found = NUMBER.matcher(line);
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }
}
