package org.inquest.engine.code.image;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/// Collects functions in ascending order of address and settles where each ends.
final class FunctionBuilder {
  private final List<CodeSection> text;
  private long[] starts = new long[1024];
  private long[] sizes = new long[1024];
  private int[] ids = new int[1024];
  private int count;
  private int section;

  /// @param text parts with code, by address
  FunctionBuilder(List<CodeSection> text) {
    this.text = text;
  }

  /// Takes a symbol if it lies in code and no other was taken for its address.
  ///
  /// @param size bytes, or 0 where it is not known
  /// @param id by which the name is asked for later
  void add(long address, long size, int id) {
    while (section < text.size() && Long.compareUnsigned(address, text.get(section).end()) >= 0) {
      section++;
    }
    if (section == text.size()
        || !text.get(section).contains(address)
        || count > 0 && starts[count - 1] == address) {
      return;
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      sizes = Arrays.copyOf(sizes, 2 * count);
      ids = Arrays.copyOf(ids, 2 * count);
    }
    starts[count] = address;
    long room = text.get(section).end() - address;
    sizes[count] = Long.compareUnsigned(size, room) < 0 && size != 0 ? size : room;
    ids[count] = id;
    count++;
  }

  /// @param names the name of an id
  Functions build(IntFunction<String> names) {
    long[] ends = new long[count];
    for (int i = 0; i < count; i++) {
      // A function that reaches into the next one is cut: every address has at most one function.
      long room = i + 1 < count ? starts[i + 1] - starts[i] : sizes[i];
      ends[i] = starts[i] + (Long.compareUnsigned(sizes[i], room) < 0 ? sizes[i] : room);
    }
    int[] known = Arrays.copyOf(ids, count);
    return new Functions(Arrays.copyOf(starts, count), ends, i -> names.apply(known[i]));
  }
}
