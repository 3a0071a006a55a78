package org.inquest.engine.code.a64;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the row of a word. Bits 31 to 21 choose a bucket; a bucket with many rows is divided once
/// more, by the six bits that do it best. Buckets are made when they are first needed.
final class Dispatch {
  private static final int TOP_SHIFT = 21;
  private static final int FEW = 3;
  private static final int WIDTH = 6;

  private final Row[] rows;
  private final @Nullable Bucket[] buckets = new Bucket[1 << 32 - TOP_SHIFT];

  Dispatch(Row[] rows) {
    this.rows = rows;
  }

  /// @return null where no row matches
  @Nullable Row find(int word) {
    Bucket bucket = buckets[word >>> TOP_SHIFT];
    if (bucket == null) {
      bucket = bucket(word >>> TOP_SHIFT);
    }
    for (Row row : bucket.rows[word >>> bucket.shift & bucket.mask]) {
      if ((word & row.mask) == row.value && row.form().accepts(word)) {
        return row;
      }
    }
    return null;
  }

  /// @param rows by the value of the bits at `shift` under `mask`
  private record Bucket(int shift, int mask, Row[][] rows) {}

  // Two threads may make the same bucket; either is good.
  private Bucket bucket(int top) {
    List<Row> in = matching(List.of(rows), ~0 << TOP_SHIFT, top << TOP_SHIFT);
    Bucket best = divided(in, 0, 0);
    if (in.size() > FEW) {
      for (int shift = 0; shift + WIDTH <= TOP_SHIFT; shift++) {
        Bucket candidate = divided(in, shift, (1 << WIDTH) - 1);
        best = cost(candidate) < cost(best) ? candidate : best;
      }
    }
    buckets[top] = best;
    return best;
  }

  private static Bucket divided(List<Row> in, int shift, int mask) {
    Row[][] rows = new Row[mask + 1][];
    for (int i = 0; i <= mask; i++) {
      rows[i] = matching(in, mask << shift, i << shift).toArray(new Row[0]);
    }
    return new Bucket(shift, mask, rows);
  }

  private static List<Row> matching(List<Row> rows, int mask, int bits) {
    List<Row> matching = new ArrayList<>();
    for (Row row : rows) {
      if (((row.value ^ bits) & row.mask & mask) == 0) {
        matching.add(row);
      }
    }
    return matching;
  }

  /// The mean number of rows to look at, for words that are spread evenly.
  private static double cost(Bucket bucket) {
    int sum = 0;
    for (Row[] of : bucket.rows) {
      sum += of.length;
    }
    return (double) sum / bucket.rows.length;
  }
}
