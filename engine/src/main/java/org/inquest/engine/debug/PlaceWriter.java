package org.inquest.engine.debug;

import java.util.Arrays;

/// Writes what [PlaceTable] reads.
///
/// A block begins with the function, file, line and column at its first address, and how many
/// records follow. A record is a byte, whose upper half tells how many bytes further it holds (0: a
/// number follows that does) and whose lower half what is other than before, then that, in this
/// order: function and line as differences, file and column as they are. All numbers are LEB128.
///
/// ```
/// 0x31 0x0a        3 bytes further the function is the one 5 bytes on in the functions' bytes
/// 0x24 0x02        2 bytes further the line is the next one
/// ```
final class PlaceWriter {
  static final int FUNCTION = 1;
  static final int FILE = 2;
  static final int LINE = 4;
  static final int COLUMN = 8;
  static final int DISTANCE_SHIFT = 4;
  static final int MAX_SHORT_DISTANCE = 15;

  /// Records in a block: a search reads half of them on average.
  private static final int BLOCK = 64;

  private final byte[] functions;
  private final ByteSink out = new ByteSink();
  private final ByteSink block = new ByteSink();
  private long[] starts = new long[64];
  private int[] offsets = new int[64];
  private int blocks;
  private int records;
  private boolean open;
  private long address;
  private int function;
  private int file;
  private int line;
  private int column;

  PlaceWriter(byte[] functions) {
    this.functions = functions;
  }

  /// Adds the place of an address and of those behind it. Addresses have to ascend; with nothing
  /// known, all numbers 0, a gap begins.
  void place(long at, int newFunction, int newFile, int newLine, int newColumn) {
    boolean gap = newFunction == 0 && newFile == 0;
    boolean same =
        newFunction == function && newFile == file && newLine == line && newColumn == column;
    if (open ? same : gap) {
      return;
    }
    if (open && (records < BLOCK || gap)) {
      record(at, newFunction, newFile, newLine, newColumn);
    } else {
      begin(at, newFunction, newFile, newLine, newColumn);
    }
    address = at;
    function = newFunction;
    file = newFile;
    line = newLine;
    column = newColumn;
    if (gap) {
      end();
    }
  }

  private void record(long at, int newFunction, int newFile, int newLine, int newColumn) {
    records++;
    long distance = at - address;
    boolean isShort = distance > 0 && distance <= MAX_SHORT_DISTANCE;
    int changes =
        (newFunction != function ? FUNCTION : 0)
            | (newFile != file ? FILE : 0)
            | (newLine != line ? LINE : 0)
            | (newColumn != column ? COLUMN : 0);
    block.u8((isShort ? (int) distance << DISTANCE_SHIFT : 0) | changes);
    if (!isShort) {
      block.uleb(distance);
    }
    if (newFunction != function) {
      block.zigzag(newFunction - function);
    }
    if (newFile != file) {
      block.uleb(newFile);
    }
    if (newLine != line) {
      block.zigzag((long) newLine - line);
    }
    if (newColumn != column) {
      block.uleb(newColumn);
    }
  }

  private void begin(long at, int newFunction, int newFile, int newLine, int newColumn) {
    end();
    if (blocks == starts.length) {
      starts = Arrays.copyOf(starts, blocks * 2);
      offsets = Arrays.copyOf(offsets, blocks * 2);
    }
    starts[blocks] = at;
    offsets[blocks++] = out.size();
    out.uleb(newFunction);
    out.uleb(newFile);
    out.uleb(newLine);
    out.uleb(newColumn);
    open = true;
  }

  private void end() {
    if (open) {
      out.uleb(records);
      out.append(block);
      block.clear();
      records = 0;
      open = false;
    }
  }

  /// All that was written.
  UnitPlaces finish() {
    end();
    return new UnitPlaces(
        functions, out.toArray(), Arrays.copyOf(starts, blocks), Arrays.copyOf(offsets, blocks));
  }
}
