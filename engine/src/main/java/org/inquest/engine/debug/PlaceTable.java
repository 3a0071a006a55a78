package org.inquest.engine.debug;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Addresses and their places, of one unit or of all units of a file: blocks of records in the
/// order of addresses, and functions. [PlaceWriter] says how they are written. A number that leads
/// out of the table ends what is told of an address; none leads astray for long.
final class PlaceTable {
  /// Functions inlined into each other, at most.
  private static final int MAX_FRAMES = 4096;

  private final ByteBuffer functions;
  private final ByteBuffer records;
  private final PlaceDirectory directory;
  private final PlaceNames names;

  PlaceTable(ByteBuffer functions, ByteBuffer records, PlaceDirectory directory, PlaceNames names) {
    this.functions = functions;
    this.records = records;
    this.directory = directory;
    this.names = names;
  }

  /// The table of one unit.
  static PlaceTable of(UnitPlaces unit, NamePool names) {
    long[] starts = unit.starts();
    int[] offsets = unit.offsets();
    PlaceDirectory directory =
        new PlaceDirectory() {
          @Override
          public int size() {
            return starts.length;
          }

          @Override
          public long start(int block) {
            return starts[block];
          }

          @Override
          public int records(int block) {
            return offsets[block];
          }

          @Override
          public int functions(int block) {
            return 0;
          }
        };
    return new PlaceTable(
        ByteBuffer.wrap(unit.functions()), ByteBuffer.wrap(unit.records()), directory, names);
  }

  /// The places of an address, the innermost function first; empty where nothing is known.
  List<SourceFrame> at(long address) {
    int block = directory.find(address);
    if (block < 0) {
      return List.of();
    }
    try {
      Reader place = new Reader(records, directory.records(block));
      place.seek(directory.start(block), address);
      return frames(directory.functions(block), place);
    } catch (IndexOutOfBoundsException e) {
      return List.of();
    }
  }

  private List<SourceFrame> frames(int base, Reader place) {
    if (place.function == 0 && place.file == 0) {
      return List.of();
    }
    int file = place.file;
    int line = place.line;
    int column = place.column;
    if (place.function == 0) {
      return List.of(new SourceFrame("", names.file(file), line, column, false));
    }
    List<SourceFrame> frames = new ArrayList<>(4);
    Reader in = new Reader(functions, base + place.function);
    while (frames.size() < MAX_FRAMES) {
      int function = in.at;
      int back = in.uleb();
      String name = names.name(in.uleb());
      frames.add(new SourceFrame(name, names.file(file), line, column, back != 0));
      if (back <= 0 || back > function) {
        break;
      }
      file = in.uleb();
      line = in.uleb();
      column = in.uleb();
      in.at = function - back;
    }
    return frames;
  }

  /// Reads numbers, and keeps the place that a block's records add up to.
  private static final class Reader {
    private final ByteBuffer bytes;
    private int at;
    private int function;
    private int file;
    private int line;
    private int column;

    Reader(ByteBuffer bytes, int at) {
      this.bytes = bytes;
      this.at = at;
    }

    void seek(long start, long address) {
      function = uleb();
      file = uleb();
      line = uleb();
      column = uleb();
      long here = start;
      for (int left = uleb(); left > 0; left--) {
        int head = bytes.get(at++) & 0xff;
        int distance = head >> PlaceWriter.DISTANCE_SHIFT;
        here += distance != 0 ? distance : longUleb();
        if (Long.compareUnsigned(here, address) > 0) {
          return;
        }
        if ((head & PlaceWriter.FUNCTION) != 0) {
          function += zigzag();
        }
        if ((head & PlaceWriter.FILE) != 0) {
          file = uleb();
        }
        if ((head & PlaceWriter.LINE) != 0) {
          line += zigzag();
        }
        if ((head & PlaceWriter.COLUMN) != 0) {
          column = uleb();
        }
      }
    }

    int uleb() {
      int first = bytes.get(at++);
      return first >= 0 ? first : (int) rest(first);
    }

    long longUleb() {
      int first = bytes.get(at++);
      return first >= 0 ? first : rest(first);
    }

    private long rest(int first) {
      long value = first & 0x7f;
      int last = first;
      for (int shift = 7; last < 0; shift += 7) {
        last = bytes.get(at++);
        value |= shift < Long.SIZE ? (last & 0x7fL) << shift : 0;
      }
      return value;
    }

    int zigzag() {
      long value = longUleb();
      return (int) (value >>> 1 ^ -(value & 1));
    }
  }
}
