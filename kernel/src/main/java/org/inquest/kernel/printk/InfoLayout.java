package org.inquest.kernel.printk;

import org.inquest.engine.memory.VirtualMemory;

/// Where the members of `struct printk_info` lie (kernel/printk/printk_ringbuffer.h):
///
/// ```
/// u64 seq; u64 ts_nsec; u16 text_len; u8 facility; u8 flags:5, level:3; u32 caller_id;
/// struct dev_printk_info { char subsystem[16]; char device[48]; } dev_info;
/// ```
///
/// @param size bytes of one
/// @param level of the byte that holds `flags` and `level`; VMCOREINFO leaves it and `facility`
///   out, which follow `text_len` in every kernel so far
record InfoLayout(
    long size,
    long sequence,
    long time,
    long length,
    long facility,
    long level,
    long caller,
    long subsystem,
    long device) {
  private static final int SUBSYSTEM = 16;
  private static final int DEVICE = 48;
  private static final int LEVEL_SHIFT = 5;

  static InfoLayout of(PrintkLayout layout) {
    long length = layout.offset("printk_info", "text_len");
    long device = layout.offset("printk_info", "dev_info");
    return new InfoLayout(
        layout.size("printk_info"),
        layout.offset("printk_info", "seq"),
        layout.offset("printk_info", "ts_nsec"),
        length,
        length + Short.BYTES,
        length + Short.BYTES + 1,
        layout.offset("printk_info", "caller_id"),
        device + layout.offset("dev_printk_info", "subsystem"),
        device + layout.offset("dev_printk_info", "device"));
  }

  /// Bytes of text.
  int length(VirtualMemory memory, long at) {
    return memory.readShort(at + length) & 0xffff;
  }

  LogRecord record(VirtualMemory memory, long at, String text) {
    return new LogRecord(
        memory.readLong(at + sequence),
        memory.readLong(at + time),
        (memory.readByte(at + level) & 0xff) >>> LEVEL_SHIFT,
        memory.readByte(at + facility) & 0xff,
        Integer.toUnsignedLong(memory.readInt(at + caller)),
        text,
        name(memory, at + subsystem, SUBSYSTEM),
        name(memory, at + device, DEVICE));
  }

  private static String name(VirtualMemory memory, long at, int most) {
    return memory.readByte(at) == 0 ? "" : memory.readString(at, most);
  }
}
