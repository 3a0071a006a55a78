package org.inquest.engine.code.graph;

import java.util.Arrays;

/// Edges as they are found: three growing arrays and a kind. For one thread.
final class EdgeList {
  private int[] from = new int[1024];
  private int[] to = new int[1024];
  private long[] sites = new long[1024];
  private byte[] kinds = new byte[1024];
  private int count;

  /// @param target number of a function, or [CodeGraph#NONE]
  void add(int source, int target, long site, EdgeKind kind) {
    if (count == from.length) {
      grow(2 * count);
    }
    from[count] = source;
    to[count] = target;
    sites[count] = site;
    kinds[count++] = (byte) kind.ordinal();
  }

  void addAll(EdgeList other) {
    if (count + other.count > from.length) {
      grow(Math.max(2 * count, count + other.count));
    }
    System.arraycopy(other.from, 0, from, count, other.count);
    System.arraycopy(other.to, 0, to, count, other.count);
    System.arraycopy(other.sites, 0, sites, count, other.count);
    System.arraycopy(other.kinds, 0, kinds, count, other.count);
    count += other.count;
  }

  private void grow(int room) {
    from = Arrays.copyOf(from, room);
    to = Arrays.copyOf(to, room);
    sites = Arrays.copyOf(sites, room);
    kinds = Arrays.copyOf(kinds, room);
  }

  int size() {
    return count;
  }

  int from(int i) {
    return from[i];
  }

  int to(int i) {
    return to[i];
  }

  long site(int i) {
    return sites[i];
  }

  byte kind(int i) {
    return kinds[i];
  }

  /// Gives an edge to another function, as the parts of a split function go to the whole.
  void reattach(int i, int source, int target) {
    from[i] = source;
    to[i] = target;
  }
}
