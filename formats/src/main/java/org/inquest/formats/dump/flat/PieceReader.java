package org.inquest.formats.dump.flat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.fault.MalformedInput;

/// Walks the records of a flattened file, once.
final class PieceReader {
  /// Where the records begin.
  static final int START = 0x1000;

  private static final int HEADER = 16;

  /// QEMU writes 16 KiB a record, so this is enough for 128 GiB of packed pages, and 400 MB of
  /// index.
  private static final int MOST = 1 << 23;

  /// Record headers are spread over the whole file: pages of the mapping touched for them are let
  /// go of.
  private static final long UNLOAD = 64L << 20;

  private final ByteSource outer;
  private final List<String> gaps = new ArrayList<>();

  /// Bytes of the inner file, and where they are in the outer one.
  ///
  /// @param offset in the inner file
  /// @param length more than 0
  /// @param at in the outer file
  /// @param order a higher one overrides a lower one
  record Piece(long offset, long length, long at, int order) {
    long end() {
      return offset + length;
    }
  }

  PieceReader(ByteSource outer) {
    this.outer = outer;
  }

  /// What was wrong, once [#read] was called.
  List<String> gaps() {
    return gaps;
  }

  List<Piece> read() {
    List<Piece> pieces = new ArrayList<>();
    long at = START;
    long unloaded = 0;
    while (outer.has(at, HEADER)) {
      long offset = Long.reverseBytes(outer.u64(at));
      long size = Long.reverseBytes(outer.u64(at + 8));
      if (offset == -1 && size == -1) {
        return pieces;
      }
      at += HEADER;
      check(at, offset, size, pieces.size());
      long there = Math.min(size, outer.size() - at);
      if (there > 0) {
        pieces.add(new Piece(offset, there, at, pieces.size()));
      }
      at += size;
      if (at - unloaded > UNLOAD) {
        unload(unloaded, Math.min(at, outer.size()));
        unloaded = at;
      }
    }
    gaps.add(
        outer.name()
            + ": cut off: the flattened file ends at 0x"
            + Long.toHexString(outer.size())
            + " without its end mark; what came behind is lost");
    return pieces;
  }

  private void check(long at, long offset, long size, int count) {
    if (offset < 0 || size < 0 || offset > Long.MAX_VALUE - size || size > Long.MAX_VALUE - at) {
      throw new MalformedInput(
          outer.name(),
          at - HEADER,
          "a record's offset and size",
          "0x" + Long.toHexString(offset) + " and 0x" + Long.toHexString(size));
    }
    if (count >= MOST) {
      throw new MalformedInput(outer.name(), at - HEADER, "at most " + MOST + " records", "more");
    }
  }

  private void unload(long from, long to) {
    MemorySegment walked = outer.slice(from, to - from);
    if (walked.isMapped()) {
      walked.unload();
    }
  }
}
