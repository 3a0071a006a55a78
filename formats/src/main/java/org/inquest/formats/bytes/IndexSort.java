package org.inquest.formats.bytes;

/// Sorts numbers of things that lie in parallel arrays.
public final class IndexSort {

  /// Says how two things stand to each other.
  @FunctionalInterface
  public interface Order {
    /// Whether the thing `a` has to come before `b`.
    boolean before(int a, int b);
  }

  private IndexSort() {}

  /// The numbers 0 to `count` - 1 in an order; equal ones stay as they were.
  public static int[] sort(int count, Order order) {
    int[] from = new int[count];
    for (int i = 0; i < count; i++) {
      from[i] = i;
    }
    int[] to = new int[count];
    for (int width = 1; width > 0 && width < count; width *= 2) {
      for (int low = 0; low < count; low += 2 * width) {
        int middle = Math.min(low + width, count);
        merge(from, to, low, middle, Math.min(middle + width, count), order);
      }
      int[] sorted = to;
      to = from;
      from = sorted;
    }
    return from;
  }

  private static void merge(int[] from, int[] to, int low, int middle, int high, Order order) {
    // As a rule things are in order already.
    if (middle >= high || !order.before(from[middle], from[middle - 1])) {
      System.arraycopy(from, low, to, low, high - low);
      return;
    }
    int left = low;
    int right = middle;
    for (int at = low; at < high; at++) {
      boolean takeRight = left == middle || right < high && order.before(from[right], from[left]);
      to[at] = takeRight ? from[right++] : from[left++];
    }
  }
}
