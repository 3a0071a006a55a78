package org.inquest.engine.code.image;

import java.util.Arrays;
import java.util.function.IntFunction;

/// The functions of an image by their number, which counts them by address. Two names of one
/// address are one function. Bounds are arrays and names are made when asked for: a kernel has
/// 60,000.
public final class Functions {
  /// There is no such function.
  public static final int NONE = -1;

  private final long[] starts;
  private final long[] ends;
  private final IntFunction<String> names;

  /// @param starts ascending, unsigned; not copied
  /// @param ends of each the address behind the last byte; not copied
  /// @param names the name of a number
  Functions(long[] starts, long[] ends, IntFunction<String> names) {
    this.starts = starts;
    this.ends = ends;
    this.names = names;
  }

  /// The same where the image lies elsewhere.
  ///
  /// @param by added to each address
  public Functions shifted(long by) {
    return new Functions(
        Arrays.stream(starts).map(at -> at + by).toArray(),
        Arrays.stream(ends).map(at -> at + by).toArray(),
        names);
  }

  /// How many there are.
  public int size() {
    return starts.length;
  }

  public long start(int i) {
    return starts[i];
  }

  /// The address behind the function's last byte. Where a symbol table has no sizes (kallsyms), it
  /// is the next symbol's, so that padding belongs to the function before it.
  public long end(int i) {
    return ends[i];
  }

  public String name(int i) {
    return names.apply(i);
  }

  /// The function that an address lies in, or [#NONE].
  public int indexAt(long address) {
    int i = indexFrom(address + 1) - 1;
    return i >= 0 && Long.compareUnsigned(address, ends[i]) < 0 ? i : NONE;
  }

  /// The first function that begins at an address or above; [#size] where none does.
  public int indexFrom(long address) {
    return indexFrom(starts, address);
  }

  /// The first of ascending, unsigned addresses that is this one or above; their number where none
  /// is.
  public static int indexFrom(long[] starts, long address) {
    int low = 0;
    int high = starts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(starts[middle], address) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
