package org.inquest.kernel.printk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.MemoryFault;

/// The record buffer of v3.5 to v5.9: `struct printk_log` (`struct log` before 62e32ac3505a, v3.11)
/// and behind each its text and dictionary, from `log_first_idx` to `log_next_idx`. A length of 0
/// sends the reader back to the buffer's start.
///
/// ```
/// u64 ts_nsec; u16 len; u16 text_len; u16 dict_len; u8 facility; u8 flags:5, level:3;
/// u32 caller_id;      with CONFIG_PRINTK_CALLER, 15ff2069cb7f (v5.1)
/// ```
final class RecordBuffer {
  private static final int LEVEL_SHIFT = 5;
  private static final int MAX_BYTES = 1 << 30;

  private final VirtualMemory memory;
  private final PrintkLayout layout;
  private final String struct;
  private final long buffer;
  private final long bytes;
  private final List<LogRecord> records = new ArrayList<>();

  /// @param pointer address of `char *log_buf`
  RecordBuffer(VirtualMemory memory, PrintkLayout layout, long pointer) {
    this.memory = memory;
    this.layout = layout;
    this.struct = layout.hasStruct("printk_log") ? "printk_log" : "log";
    this.buffer = memory.readLong(pointer);
    this.bytes = Integer.toUnsignedLong(memory.readInt(layout.address("log_buf_len")));
    if (bytes == 0 || bytes > MAX_BYTES) {
      throw new MalformedInput("the kernel log", -1, "a buffer of at most 1 GB", bytes + " bytes");
    }
  }

  KernelLog read() {
    long at = index("log_first_idx");
    long end = index("log_next_idx");
    long sequence = layout.symbol("log_first_seq").isPresent() ? first() : 0;
    long overwritten = sequence;
    String gap = "";
    long walked = 0;
    long header = layout.size(struct);
    try {
      while (at != end && walked < bytes && records.size() < KernelLog.MAX_RECORDS) {
        int length = memory.readShort(buffer + at + layout.offset(struct, "len")) & 0xffff;
        if (length == 0) {
          walked += bytes - at;
          at = 0;
          continue;
        }
        if (length < header || at + length > bytes) {
          gap = "the kernel log breaks off: a record of " + length + " bytes at offset " + at;
          break;
        }
        records.add(one(buffer + at, header, length, sequence++));
        walked += length;
        at += length;
      }
    } catch (MemoryFault e) {
      gap = "the kernel log breaks off after " + records.size() + " records: " + e.getMessage();
    }
    return new KernelLog(records, overwritten, gap.isEmpty() ? 0 : 1, gap);
  }

  private long index(String name) {
    return Integer.toUnsignedLong(memory.readInt(layout.address(name)));
  }

  private long first() {
    return memory.findLong(layout.address("log_first_seq")).orElse(0);
  }

  private LogRecord one(long at, long header, int length, long sequence) {
    int text = memory.readShort(at + layout.offset(struct, "text_len")) & 0xffff;
    int dict = memory.readShort(at + layout.offset(struct, "dict_len")) & 0xffff;
    long flags = at + layout.offset(struct, "dict_len") + Short.BYTES;
    text = (int) Math.min(text, length - header);
    dict = (int) Math.min(dict, length - header - text);
    byte[] payload = memory.read(at + header, text + dict);
    String pairs = new String(payload, text, dict, StandardCharsets.UTF_8);
    return new LogRecord(
        sequence,
        memory.readLong(at + layout.offset(struct, "ts_nsec")),
        (memory.readByte(flags + 1) & 0xff) >>> LEVEL_SHIFT,
        memory.readByte(flags) & 0xff,
        layout.has(struct, "caller_id")
            ? Integer.toUnsignedLong(memory.readInt(at + layout.offset(struct, "caller_id")))
            : LogRecord.NO_CALLER,
        new String(payload, 0, text, StandardCharsets.UTF_8),
        pair(pairs, "SUBSYSTEM="),
        pair(pairs, "DEVICE="));
  }

  /// The dictionary is `KEY=value`, each ended by a NUL.
  private static String pair(String pairs, String key) {
    int from = pairs.indexOf(key);
    if (from < 0) {
      return "";
    }
    int end = pairs.indexOf('\0', from);
    return pairs.substring(from + key.length(), end < 0 ? pairs.length() : end);
  }
}
