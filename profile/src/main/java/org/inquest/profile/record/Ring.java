package org.inquest.profile.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The memory that the kernel writes one CPU's records to: a page with head and tail, then the ring
/// (`struct perf_event_mmap_page` and the comment on `data_head` in
/// `include/uapi/linux/perf_event.h`).
///
/// ```
/// | page: ... data_head @1024, data_tail @1032 | ring, 2^n pages; a record may go round the end |
/// ```
///
/// The kernel writes up to one ring ahead of `data_tail` and drops what does not fit, with a record
/// of how much.
final class Ring {
  private static final long HEAD = 1024;
  private static final long TAIL = 1032;
  private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

  private final MemorySegment page;
  private final ByteBuffer data;
  private final long mask;
  private long tail;

  /// @param mapping the page and the ring after it
  /// @param pageSize bytes of the page
  Ring(MemorySegment mapping, long pageSize) {
    this.page = mapping.asSlice(0, pageSize);
    this.data = mapping.asSlice(pageSize).asByteBuffer().order(ByteOrder.nativeOrder());
    this.mask = data.capacity() - 1;
    this.tail = (long) WORD.getAcquire(page, TAIL);
  }

  /// Takes all records that are there.
  ///
  /// @param counts told of each record
  /// @param file receives them, unless they are to be dropped
  void drain(RecordCounts counts, DataFile file, boolean keep) {
    long head = (long) WORD.getAcquire(page, HEAD);
    long size = head - tail;
    if (size <= 0 || size > data.capacity()) {
      tail = head; // nothing, or a head that no kernel writes
      return;
    }
    counts.count(data, tail, head, mask);
    if (keep) {
      int from = (int) (tail & mask);
      int first = (int) Math.min(size, data.capacity() - from);
      ByteBuffer rest = first == size ? ByteBuffer.allocate(0) : data.slice(0, (int) size - first);
      file.append(data.slice(from, first), rest);
    }
    tail = head;
    WORD.setRelease(page, TAIL, tail);
  }
}
