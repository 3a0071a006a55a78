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
    for (Leaf leaf = bucket.leaves[word >>> bucket.shift & bucket.mask];
        leaf != null;
        leaf = leaf.next) {
      if ((word & leaf.mask) == leaf.value && leaf.row.form().accepts(word)) {
        return leaf.row;
      }
    }
    return null;
  }

  /// The rows to look at, in order.
  private record Leaf(int mask, int value, Row row, @Nullable Leaf next) {}

  /// @param leaves by the value of the bits at `shift` under `mask`
  private record Bucket(int shift, int mask, @Nullable Leaf[] leaves) {}

  // Two threads may make the same bucket; either is good.
  private Bucket bucket(int top) {
    List<Row> in = matching(List.of(rows), ~0 << TOP_SHIFT, top << TOP_SHIFT);
    int best = 0;
    for (int shift = 1; shift + WIDTH <= TOP_SHIFT; shift++) {
      best = cost(in, shift) < cost(in, best) ? shift : best;
    }
    Bucket bucket = in.size() <= FEW ? divided(in, 0, 0) : divided(in, best, (1 << WIDTH) - 1);
    buckets[top] = bucket;
    return bucket;
  }

  private static Bucket divided(List<Row> in, int shift, int mask) {
    @Nullable Leaf[] leaves = new Leaf[mask + 1];
    for (int i = 0; i <= mask; i++) {
      Leaf leaf = null;
      for (Row row : matching(in, mask << shift, i << shift).reversed()) {
        leaf = new Leaf(row.mask, row.value, row, leaf);
      }
      leaves[i] = leaf;
    }
    return new Bucket(shift, mask, leaves);
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

  /// How many rows there are to look at, over all values that a number of bits at `shift` can have.
  private static int cost(List<Row> in, int shift) {
    int sum = 0;
    for (Row row : in) {
      int free = WIDTH - Integer.bitCount(row.mask >>> shift & (1 << WIDTH) - 1);
      sum += 1 << free;
    }
    return sum;
  }
}
