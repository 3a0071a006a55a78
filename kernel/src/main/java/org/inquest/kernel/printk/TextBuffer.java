package org.inquest.kernel.printk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.formats.fault.MalformedInput;

/// The plain byte ring before v3.5: `log_end` characters were written since boot, the last
/// `logged_chars` of them are in `log_buf`, lines of `<6>[ 1.234567] text`.
final class TextBuffer {
  private static final int MAX_BYTES = 1 << 26;

  private final VirtualMemory memory;
  private final PrintkLayout layout;
  private final long buffer;

  /// @param pointer address of `char *log_buf`
  TextBuffer(VirtualMemory memory, PrintkLayout layout, long pointer) {
    this.memory = memory;
    this.layout = layout;
    this.buffer = memory.readLong(pointer);
  }

  KernelLog read() {
    long size = unsigned("log_buf_len");
    long end = unsigned("log_end");
    if (size == 0 || size > MAX_BYTES || Long.bitCount(size) != 1) {
      throw new MalformedInput("the kernel log", -1, "a power of two up to 64 MB", size + " bytes");
    }
    long count =
        layout.symbol("logged_chars").isPresent() ? unsigned("logged_chars") : Math.min(end, size);
    count = Math.min(count, Math.min(end, size));
    byte[] text = new byte[(int) count];
    for (int i = 0; i < count; i++) {
      text[i] = memory.readByte(buffer + (end - count + i & size - 1));
    }
    String all = new String(text, StandardCharsets.UTF_8);
    List<LogRecord> records = new ArrayList<>();
    for (String line : all.split("\n")) {
      if (records.size() < KernelLog.MAX_RECORDS) {
        records.add(parse(line, records.size()));
      }
    }
    return new KernelLog(records, 0, 0, end > count ? "older lines were overwritten" : "");
  }

  private long unsigned(String name) {
    return Integer.toUnsignedLong(memory.readInt(layout.address(name)));
  }

  private static LogRecord parse(String line, int sequence) {
    int level = 4;
    int at = 0;
    if (line.length() > 3 && line.charAt(0) == '<' && line.charAt(2) == '>') {
      level = Math.clamp(line.charAt(1) - '0', 0, 7);
      at = 3;
    }
    long time = -1;
    int close = line.indexOf("] ", at);
    if (at < line.length() && line.charAt(at) == '[' && close > 0) {
      time = nanoseconds(line.substring(at + 1, close).strip());
      at = time < 0 ? at : close + 2;
    }
    return new LogRecord(sequence, time, level, 0, LogRecord.NO_CALLER, line.substring(at), "", "");
  }

  /// `4.404811` in nanoseconds, or -1.
  private static long nanoseconds(String text) {
    int dot = text.indexOf('.');
    try {
      return dot < 0
          ? -1
          : Math.addExact(
              Math.multiplyExact(Long.parseLong(text.substring(0, dot)), 1_000_000_000L),
              Long.parseLong(text.substring(dot + 1)) * 1000L);
    } catch (ArithmeticException | NumberFormatException e) {
      return -1;
    }
  }
}
