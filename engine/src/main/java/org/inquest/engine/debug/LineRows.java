package org.inquest.engine.debug;

import java.util.Arrays;
import org.inquest.formats.bytes.IndexSort;
import org.inquest.formats.dwarf.LineSink;
import org.inquest.formats.fault.MalformedInput;

/// The rows of one unit's line table, in the order of addresses, one for each address. A row holds
/// up to the next one; the row behind a sequence has no file.
final class LineRows implements LineSink {
  /// The largest source files give 100,000; an absurd program must not fill the heap.
  private static final int MAX_ROWS = 1 << 20;

  private final String unit;
  private long[] addresses = new long[256];
  private int[] files = new int[256];
  private int[] lines = new int[256];
  private int[] columns = new int[256];
  private int count;
  private int sequence;
  private boolean sorted = true;

  /// @param unit for messages
  LineRows(String unit) {
    this.unit = unit;
  }

  /// {@inheritDoc}
  @Override
  public void row(long address, int file, int line, int column, boolean end) {
    if (end) {
      end(address);
    } else {
      // Of several rows for one address the last one is the one whose code is there.
      if (count > sequence && addresses[count - 1] == address) {
        count--;
      }
      add(address, file + 1, line, column);
    }
  }

  private void end(long address) {
    while (count > sequence && Long.compareUnsigned(addresses[count - 1], address) >= 0) {
      count--;
    }
    if (count > sequence && isDiscarded(addresses[sequence])) {
      count = sequence;
    } else if (count > sequence) {
      add(address, 0, 0, 0);
    }
    sequence = count;
  }

  /// Whether a linker has left the code out: it sets such addresses to 0, or to -1 or -2.
  static boolean isDiscarded(long address) {
    return address == 0 || address >= -2 && address < 0;
  }

  private void add(long address, int file, int line, int column) {
    if (count == MAX_ROWS) {
      throw new MalformedInput(unit, -1, "at most " + MAX_ROWS + " rows of lines", "more");
    }
    if (count == addresses.length) {
      addresses = Arrays.copyOf(addresses, count * 2);
      files = Arrays.copyOf(files, count * 2);
      lines = Arrays.copyOf(lines, count * 2);
      columns = Arrays.copyOf(columns, count * 2);
    }
    sorted &= count == 0 || Long.compareUnsigned(addresses[count - 1], address) <= 0;
    addresses[count] = address;
    files[count] = file;
    lines[count] = line;
    columns[count++] = column;
  }

  /// Ends collecting. A sequence that never ended is left out: nobody knows how far it reaches.
  void finish() {
    count = sequence;
    if (sorted) {
      return;
    }
    // The end of one sequence may be the start of another, which then counts.
    int[] order =
        IndexSort.sort(
            count,
            (a, b) -> {
              int by = Long.compareUnsigned(addresses[a], addresses[b]);
              return by < 0 || by == 0 && files[a] == 0 && files[b] != 0;
            });
    addresses = Arrays.stream(order).mapToLong(i -> addresses[i]).toArray();
    files = pick(files, order);
    lines = pick(lines, order);
    columns = pick(columns, order);
  }

  private static int[] pick(int[] values, int[] order) {
    int[] picked = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      picked[i] = values[order[i]];
    }
    return picked;
  }

  int size() {
    return count;
  }

  long address(int row) {
    return addresses[row];
  }

  /// The file's number in the line program plus 1; 0 where nothing is known from here on.
  int file(int row) {
    return files[row];
  }

  int line(int row) {
    return lines[row];
  }

  int column(int row) {
    return columns[row];
  }
}
