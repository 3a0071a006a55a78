package org.inquest.formats.oops;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// What a `Code:` line says, in the form of any machine.
///
/// | machine | numbers | mark | before it |
/// |---|---|---|---|
/// | x86 (`show_opcodes()`, arch/x86/kernel/dumpstack.c) | bytes | `<xx>` | 42; 43 until about 4.19; `code_bytes=` may change both |
/// | x86 to 2.4 | 20 bytes | none: they begin at the program counter | 0 |
/// | arm64, arm (`dump_kernel_instr()`, `dump_instr()`, arch/*/kernel/traps.c) | words of 4 bytes | `(xxxxxxxx)` | 4 words |
/// | arm in Thumb mode | half-words | `(xxxx)` | 4 |
/// | powerpc (`show_instructions()`) | words of 4 bytes | `<xxxxxxxx>` | 12 words |
public sealed interface CodeLine {

  /// Code with a mark.
  ///
  /// @param code bytes in memory order of a little-endian machine, as all are whose code we read
  /// @param unit bytes of each printed number: 1, 2 or 4
  record Marked(CodeBytes code, int unit) implements CodeLine {}

  /// Numbers without a mark: the line was cut before it.
  ///
  /// @param bytes that were printed
  /// @param unit bytes of each printed number
  record Unmarked(byte[] bytes, int unit) implements CodeLine {}

  /// The kernel could not read the code: the program counter points to nothing.
  ///
  /// @param words the kernel's: `Bad RIP value.`
  /// @param from the first address that was tried, where it is printed; see [#PROLOGUE]
  record Unreadable(String words, OptionalLong from) implements CodeLine {
    /// The program counter that the kernel could not read at, by the address it names.
    public OptionalLong programCounter() {
      return from.isPresent() ? OptionalLong.of(from.getAsLong() + PROLOGUE) : from;
    }
  }

  /// `PROLOGUE_SIZE` (arch/x86/kernel/dumpstack.c): bytes that x86 prints before the mark.
  int PROLOGUE = 42;

  /// What x86 kernels up to 2.4 print, all from the program counter on.
  int OLD_LENGTH = 20;

  /// The longest line that is read.
  int MAX_BYTES = 8192;

  /// Reads what follows `Code:`; empty where it is none of these.
  static Optional<CodeLine> parse(String text) {
    String line = text.strip();
    int at = line.indexOf("access opcode bytes at ");
    if (at >= 0) {
      LineScan scan = new LineScan(line.substring(at + "access opcode bytes at ".length()));
      scan.skip("RIP ");
      return Optional.of(new Unreadable(line, scan.hex()));
    }
    if (line.startsWith("Bad ") || line.startsWith("bad ")) {
      return Optional.of(new Unreadable(line, OptionalLong.empty()));
    }
    return numbers(line);
  }

  private static Optional<CodeLine> numbers(String line) {
    byte[] bytes = new byte[Math.min(line.length() / 2 + 1, MAX_BYTES)];
    int count = 0;
    int mark = -1;
    int unit = 0;
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == ' ' || c == '>' || c == ')') {
        at++;
        continue;
      }
      if (c == '<' || c == '(') {
        mark = count;
        at++;
      }
      int digits = digits(line, at);
      unit = unit == 0 ? digits / 2 : unit;
      if (digits == 0 || digits != 2 * unit || count + unit > bytes.length || !known(unit)) {
        break;
      }
      long number = Long.parseLong(line, at, at + digits, 16);
      for (int i = 0; i < unit; i++) {
        bytes[count++] = (byte) (number >>> 8 * i);
      }
      at += digits;
    }
    return of(Arrays.copyOf(bytes, count), mark, unit);
  }

  private static boolean known(int unit) {
    return unit == 1 || unit == 2 || unit == 4;
  }

  private static int digits(String line, int from) {
    int to = from;
    while (to < line.length() && to - from <= 8 && Character.digit(line.charAt(to), 16) >= 0) {
      to++;
    }
    return to - from;
  }

  private static Optional<CodeLine> of(byte[] bytes, int mark, int unit) {
    if (bytes.length == 0) {
      return Optional.empty();
    }
    if (mark >= 0 && mark < bytes.length) {
      return Optional.of(new Marked(new CodeBytes(bytes, mark), unit));
    }
    return Optional.of(
        mark < 0 && unit == 1 && bytes.length == OLD_LENGTH
            ? new Marked(new CodeBytes(bytes, 0), unit)
            : new Unmarked(bytes, unit));
  }
}
