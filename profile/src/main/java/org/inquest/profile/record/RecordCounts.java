package org.inquest.profile.record;

import java.nio.ByteBuffer;
import org.inquest.formats.perf.RecordMisc;
import org.inquest.formats.perf.RecordType;

/// How many records of each kind went by. It steps from header to header (`struct
/// perf_event_header`: type, misc, size) and makes no objects: there are thousands a second.
final class RecordCounts {
  private static final int HEADER = 8;

  /// After header, identifier, address and thread numbers, in all of our samples.
  private static final int SAMPLE_TIME = 32;

  private static final int LOST_COUNT = 16;
  private static final int MMAP2_NAME = 72;

  private final MappedNames names;
  private long samples;
  private long lost;
  private long throttled;
  private long first = Long.MAX_VALUE;
  private long last;

  /// @param names told of files that were mapped and came without a build-id
  RecordCounts(MappedNames names) {
    this.names = names;
  }

  /// Counts the records between two positions of a ring.
  void count(ByteBuffer ring, long from, long to, long mask) {
    for (long at = from; at + HEADER <= to; ) {
      int start = (int) (at & mask);
      int type = ring.getInt(start);
      int size = ring.getShort(start + 6) & 0xffff;
      if (size < HEADER || at + size > to) {
        return; // no kernel writes that; the reader of the file will stop there too
      }
      switch (type) {
        case RecordType.SAMPLE -> sample(ring.getLong((int) (at + SAMPLE_TIME & mask)));
        case RecordType.LOST -> lost += ring.getLong((int) (at + LOST_COUNT & mask));
        case RecordType.LOST_SAMPLES -> lost += ring.getLong((int) (at + HEADER & mask));
        case RecordType.THROTTLE -> throttled++;
        case RecordType.MMAP2 -> mapped(ring, at, size, mask);
        default -> {}
      }
      at += size;
    }
  }

  private void sample(long time) {
    samples++;
    first = Math.min(first, time);
    last = Math.max(last, time);
  }

  private void mapped(ByteBuffer ring, long at, int size, long mask) {
    int misc = ring.getShort((int) (at + 4 & mask));
    if ((misc & RecordMisc.MMAP_BUILD_ID) != 0) {
      return;
    }
    byte[] name = new byte[Math.max(0, size - MMAP2_NAME)];
    int length = 0;
    while (length < name.length) {
      byte b = ring.get((int) (at + MMAP2_NAME + length & mask));
      if (b == 0) {
        break;
      }
      name[length++] = b;
    }
    names.add(ring.getInt((int) (at + HEADER & mask)), name, length);
  }

  /// Samples so far.
  long samples() {
    return samples;
  }

  /// Records that did not fit into a ring.
  long lost() {
    return lost;
  }

  /// Times that the kernel stopped an event for a while because it took too long.
  long throttled() {
    return throttled;
  }

  /// Time of the first sample in nanoseconds, 0 without any.
  long firstTime() {
    return samples == 0 ? 0 : first;
  }

  /// Time of the last sample in nanoseconds.
  long lastTime() {
    return last;
  }
}
