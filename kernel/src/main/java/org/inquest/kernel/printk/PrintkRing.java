package org.inquest.kernel.printk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.MemoryFault;
import org.jspecify.annotations.Nullable;

/// The lockless ring buffer of 896fbe20b4e2 (v5.10), kernel/printk/printk_ringbuffer.h.
///
/// ```
/// desc ring    tail_id ... head_id: each descriptor says where its text lies and in which state it
///              is; its info (same index) has sequence, time, caller, level
/// data ring    tail_lpos ... head_lpos: blocks of { unsigned long id; char text[]; }
/// ```
///
/// Positions grow for ever; index = position modulo size. A block that would cross the ring's end
/// has only its id there and its text at the ring's start.
final class PrintkRing {
  /// `LOG_BUF_LEN_MAX` is 2 GB; descriptors are one for each 32 bytes.
  private static final int MAX_SIZE_BITS = 31;

  private static final int MAX_COUNT_BITS = 26;
  private static final int STATE_SHIFT = 62;
  private static final long ID_MASK = (1L << STATE_SHIFT) - 1;
  private static final long COMMITTED = 1;
  private static final long FINALIZED = 2;
  private static final long REUSABLE = 3;

  /// `LPOS_DATALESS`: a position that is odd has no block; 3 means an empty line (`NO_LPOS`), 1
  /// that there was no room for the text.
  private static final long EMPTY_LINE = 3;

  private static final int ID_SIZE = Long.BYTES;

  private final VirtualMemory memory;
  private final PrintkLayout layout;
  private final long ring;
  private final List<LogRecord> records = new ArrayList<>();
  private long unreadable;
  private String gap = "";

  // Set by read().
  private long descs;
  private long infos;
  private long data;
  private int sizeBits;
  private int countBits;
  private long descSize;
  private long stateAt;
  private long beginAt;
  private long nextAt;
  private final InfoLayout info;

  /// @param pointer address of `struct printk_ringbuffer *prb`
  PrintkRing(VirtualMemory memory, PrintkLayout layout, long pointer) {
    this.memory = memory;
    this.layout = layout;
    this.ring = memory.readLong(pointer);
    this.info = InfoLayout.of(layout);
  }

  KernelLog read() {
    long descRing = ring + layout.offset("printk_ringbuffer", "desc_ring");
    long dataRing = ring + layout.offset("printk_ringbuffer", "text_data_ring");
    countBits = bits(descRing + layout.offset("prb_desc_ring", "count_bits"), MAX_COUNT_BITS);
    sizeBits = bits(dataRing + layout.offset("prb_data_ring", "size_bits"), MAX_SIZE_BITS);
    descs = memory.readLong(descRing + layout.offset("prb_desc_ring", "descs"));
    infos = memory.readLong(descRing + layout.offset("prb_desc_ring", "infos"));
    data = memory.readLong(dataRing + layout.offset("prb_data_ring", "data"));
    descSize = layout.size("prb_desc");
    stateAt = layout.offset("prb_desc", "state_var");
    long block = layout.offset("prb_desc", "text_blk_lpos");
    beginAt = block + layout.offset("prb_data_blk_lpos", "begin");
    nextAt = block + layout.offset("prb_data_blk_lpos", "next");
    long tail = memory.readLong(descRing + layout.offset("prb_desc_ring", "tail_id")) & ID_MASK;
    long head = memory.readLong(descRing + layout.offset("prb_desc_ring", "head_id")) & ID_MASK;
    return collect(tail, head);
  }

  private int bits(long address, int most) {
    int bits = memory.readInt(address);
    if (bits <= 0 || bits > most) {
      throw new MalformedInput(
          "the kernel log's ring buffer", -1, "a size of 2^1 to 2^" + most, "2^" + bits);
    }
    return bits;
  }

  private KernelLog collect(long tail, long head) {
    long count = (head - tail & ID_MASK) + 1;
    if (count > 1L << countBits) {
      throw new MalformedInput(
          "the kernel log's ring buffer", -1, "at most 2^" + countBits + " records", count + "");
    }
    if (count > KernelLog.MAX_RECORDS) {
      gap = "only the newest " + KernelLog.MAX_RECORDS + " of " + count + " records were read";
      tail = head - KernelLog.MAX_RECORDS + 1 & ID_MASK;
      count = KernelLog.MAX_RECORDS;
    }
    for (long i = 0; i < count; i++) {
      try {
        LogRecord record = one(tail + i & ID_MASK);
        if (record != null) {
          records.add(record);
        }
      } catch (MemoryFault e) {
        unreadable++;
        gap = gap.isEmpty() ? "of the kernel log, " + e.getMessage() : gap;
      }
    }
    long overwritten = records.isEmpty() ? 0 : records.getFirst().sequence();
    return new KernelLog(records, Math.max(0, overwritten - unreadable), unreadable, gap);
  }

  /// The record of a descriptor; null where none was written, or it is being overwritten.
  private @Nullable LogRecord one(long id) {
    long index = id & (1L << countBits) - 1;
    long desc = descs + index * descSize;
    long stateVar = memory.readLong(desc + stateAt);
    long state = stateVar >>> STATE_SHIFT;
    if ((stateVar & ID_MASK) != id || state != COMMITTED && state != FINALIZED) {
      // Reserved: the writer was interrupted; its text is not there yet.
      if ((stateVar & ID_MASK) == id && state != REUSABLE) {
        unreadable++;
      }
      return null;
    }
    long at = infos + index * info.size();
    String text =
        text(
            id,
            memory.readLong(desc + beginAt),
            memory.readLong(desc + nextAt),
            info.length(memory, at));
    return text == null ? null : info.record(memory, at, text);
  }

  private @Nullable String text(long id, long begin, long next, int length) {
    if ((begin & 1) != 0) {
      // Without room for the text (`FAILED_LPOS`) the record is not shown by the kernel either.
      return begin == EMPTY_LINE && next == EMPTY_LINE ? "" : null;
    }
    long mask = (1L << sizeBits) - 1;
    // The last byte decides whether a block wraps: since cc3bad11de6e ("printk_ringbuffer: Fix
    // check of valid data size when blk_lpos overflows") a block may end exactly at the ring's end.
    boolean wraps = begin >>> sizeBits != next - 1 >>> sizeBits;
    long start = wraps ? 0 : begin & mask;
    long size = wraps ? next & mask : next - begin;
    if (size < ID_SIZE || size > mask + 1 || memory.readLong(data + (begin & mask)) != id) {
      // Overwritten since: the descriptor is older than the text.
      return null;
    }
    int wanted = (int) Math.min(length, size - ID_SIZE);
    byte[] text = memory.read(data + start + ID_SIZE, wanted);
    return new String(text, StandardCharsets.UTF_8);
  }
}
