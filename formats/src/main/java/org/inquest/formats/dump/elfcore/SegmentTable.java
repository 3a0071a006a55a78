package org.inquest.formats.dump.elfcore;

import java.util.Arrays;
import java.util.Comparator;

/// The PT_LOADs by physical address. They may overlap: kexec-tools describes the kernel's text a
/// second time, and QEMU with `paging` describes memory once for every address it is mapped at,
/// thousands of pages inside one large segment.
///
/// Plain arrays, because `makedumpfile -E` writes a segment for every run of pages it keeps:
/// hundreds of thousands.
final class SegmentTable {
  /// How far to look back for a segment that starts before another and still reaches further.
  private static final int MOST_OVERLAPS = 64;

  /// Physical addresses have at most 52 bits (x86-64 and arm64); larger ones are damage.
  private static final long MOST = 1L << 52;

  private long[][] rows = new long[64][];
  private long[] reach = new long[0];
  private int count;

  private static final int START = 0;
  private static final int END = 1;
  private static final int STORED_END = 2;
  private static final int OFFSET = 3;

  /// @param segment a PT_LOAD
  /// @return false where it can't be used: no physical address, or one beyond any machine
  boolean add(ElfSegment segment) {
    long start = segment.paddr();
    long length = segment.memsz() == 0 ? segment.filesz() : segment.memsz();
    if (start < 0 || start >= MOST || length <= 0 || length > MOST - start) {
      return false;
    }
    long stored = segment.filesz() < 0 ? 0 : Math.min(segment.filesz(), length);
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, count * 2);
    }
    rows[count++] = new long[] {start, start + length, start + stored, segment.offset()};
    return true;
  }

  /// Orders the segments; to be called once, after the last [#add].
  SegmentTable seal() {
    rows = Arrays.copyOf(rows, count);
    Arrays.sort(
        rows,
        Comparator.<long[]>comparingLong(row -> row[START])
            .thenComparing(row -> row[STORED_END], Comparator.reverseOrder()));
    dropRepeated();
    reach = new long[count];
    long furthest = 0;
    for (int i = 0; i < count; i++) {
      furthest = Math.max(furthest, rows[i][END]);
      reach[i] = furthest;
    }
    return this;
  }

  int count() {
    return count;
  }

  /// Drops segments that tell nothing new, because one before them stores all they describe.
  /// Otherwise [#at] would not find that one behind so many.
  private void dropRepeated() {
    int kept = 0;
    long[] covering = {0, 0, 0, -1};
    for (long[] row : rows) {
      if (row[END] <= covering[STORED_END]) {
        continue;
      }
      rows[kept++] = row;
      if (row[OFFSET] != -1 && row[STORED_END] > covering[STORED_END]) {
        covering = row;
      }
    }
    rows = Arrays.copyOf(rows, kept);
    count = kept;
  }

  /// One more than the highest physical address.
  long end() {
    return count == 0 ? 0 : reach[count - 1];
  }

  /// The segment that tells of an address; one that stores it, where there is one. -1 if none does.
  int at(long address) {
    int found = -1;
    int last = floor(address);
    for (int i = last; i >= 0 && i > last - MOST_OVERLAPS && reach[i] > address; i--) {
      if (address < rows[i][STORED_END]) {
        return i;
      }
      if (address < rows[i][END]) {
        found = i;
      }
    }
    return found;
  }

  /// Where the first segment behind `address` starts; `Long.MAX_VALUE` if there is none.
  long nextStart(long address) {
    int next = floor(address) + 1;
    return next < count ? rows[next][START] : Long.MAX_VALUE;
  }

  /// One more than the last address of a segment.
  long end(int segment) {
    return rows[segment][END];
  }

  /// One more than the last address whose byte is in the file.
  long storedEnd(int segment) {
    return rows[segment][STORED_END];
  }

  /// Where the segment's first byte is in the file; -1 for one that was left out.
  long offset(int segment) {
    return rows[segment][OFFSET];
  }

  /// Where an address is in the file.
  long offset(int segment, long address) {
    return rows[segment][OFFSET] + (address - rows[segment][START]);
  }

  /// How many stored bytes would lie behind the end of a file of that size.
  long storedBeyond(long fileSize) {
    long beyond = 0;
    for (long[] row : rows) {
      long length = row[STORED_END] - row[START];
      if (row[OFFSET] != -1 && length > 0) {
        long end = row[OFFSET] + length;
        beyond += row[OFFSET] < 0 || end < 0 ? length : Math.clamp(end - fileSize, 0, length);
      }
    }
    return beyond;
  }

  private int floor(long address) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = low + high >>> 1;
      if (rows[middle][START] <= address) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }
}
