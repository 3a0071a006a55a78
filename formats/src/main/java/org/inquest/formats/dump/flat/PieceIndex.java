package org.inquest.formats.dump.flat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.inquest.formats.dump.flat.PieceReader.Piece;

/// Pieces that do not overlap, by offset.
final class PieceIndex {
  private long[] starts;
  private long[] ends;
  private long[] sources;
  private int count;

  private PieceIndex(int expected) {
    starts = new long[expected];
    ends = new long[expected];
    sources = new long[expected];
  }

  /// Settles which piece gives which bytes: among those that cover a byte, the last one written.
  static PieceIndex of(List<Piece> pieces) {
    // Mostly in order already: writers keep a few positions that each move forward.
    pieces.sort(Comparator.comparingLong(Piece::offset));
    PieceIndex index = new PieceIndex(pieces.size() + 16);
    PriorityQueue<Piece> covering =
        new PriorityQueue<>(Comparator.comparingInt(Piece::order).reversed());
    int next = 0;
    long at = 0;
    while (next < pieces.size() || !covering.isEmpty()) {
      if (covering.isEmpty()) {
        at = pieces.get(next).offset();
      }
      while (next < pieces.size() && pieces.get(next).offset() <= at) {
        covering.add(pieces.get(next++));
      }
      Piece top = covering.element();
      if (top.end() <= at) {
        covering.remove();
        continue;
      }
      long until =
          next < pieces.size() ? Math.min(top.end(), pieces.get(next).offset()) : top.end();
      index.add(at, until, top.at() + (at - top.offset()));
      at = until;
    }
    return index;
  }

  private void add(long start, long end, long source) {
    int last = count - 1;
    if (last >= 0 && ends[last] == start && sources[last] + (start - starts[last]) == source) {
      ends[last] = end;
      return;
    }
    if (count == starts.length) {
      int more = count * 2;
      starts = Arrays.copyOf(starts, more);
      ends = Arrays.copyOf(ends, more);
      sources = Arrays.copyOf(sources, more);
    }
    starts[count] = start;
    ends[count] = end;
    sources[count++] = source;
  }

  /// The piece that gives the byte at `offset`, or -1.
  int at(long offset) {
    int piece = floor(offset);
    return piece >= 0 && offset < ends[piece] ? piece : -1;
  }

  /// One more than the last offset of a piece.
  long end(int piece) {
    return ends[piece];
  }

  /// Where the byte at `offset` is in the outer file.
  long source(int piece, long offset) {
    return sources[piece] + (offset - starts[piece]);
  }

  /// Where the first piece behind `offset` starts.
  long nextStart(long offset) {
    int next = floor(offset) + 1;
    return next < count ? starts[next] : Long.MAX_VALUE;
  }

  /// One more than the last offset of all.
  long end() {
    return count == 0 ? 0 : ends[count - 1];
  }

  private int floor(long offset) {
    int found = Arrays.binarySearch(starts, 0, count, offset);
    return found >= 0 ? found : -found - 2;
  }
}
