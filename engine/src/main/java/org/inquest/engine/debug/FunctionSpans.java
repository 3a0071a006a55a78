package org.inquest.engine.debug;

import java.util.Arrays;
import org.inquest.formats.bytes.IndexSort;
import org.inquest.formats.dwarf.RangeSink;
import org.inquest.formats.fault.MalformedInput;

/// The ranges of a unit's functions, inlined ones too, made into spans that do not overlap: each
/// belongs to the function with the shortest range there. That is the innermost one; compilers do
/// not always keep an inner range inside of its outer one.
final class FunctionSpans {
  private static final int MAX_RANGES = 1 << 20;

  /// Functions inlined in functions inlined in functions: a kernel has 30.
  private static final int MAX_NESTED = 4096;

  private final String unit;
  private long[] lows = new long[256];
  private long[] highs = new long[256];
  private int[] owners = new int[256];
  private int count;

  private long[] starts = new long[0];
  private int[] functions = new int[0];
  private int spans;

  /// The ranges that hold the current address.
  private final int[] open = new int[MAX_NESTED];

  private int opened;

  /// @param unit for messages
  FunctionSpans(String unit) {
    this.unit = unit;
  }

  /// Takes the ranges of one function, which have to come after those of the functions around it.
  ///
  /// @param function its number, greater than 0
  RangeSink of(int function) {
    return (low, high) -> {
      if (!LineRows.isDiscarded(low)) {
        add(low, high, function);
      }
    };
  }

  private void add(long low, long high, int function) {
    if (count == MAX_RANGES) {
      throw new MalformedInput(unit, -1, "at most " + MAX_RANGES + " ranges of functions", "more");
    }
    if (count == lows.length) {
      lows = Arrays.copyOf(lows, count * 2);
      highs = Arrays.copyOf(highs, count * 2);
      owners = Arrays.copyOf(owners, count * 2);
    }
    lows[count] = low;
    highs[count] = high;
    owners[count++] = function;
  }

  /// Ends collecting and makes the spans.
  void finish() {
    int[] order = IndexSort.sort(count, (a, b) -> Long.compareUnsigned(lows[a], lows[b]) < 0);
    starts = new long[2 * count];
    functions = new int[2 * count];
    int next = 0;
    while (next < count || opened > 0) {
      long at = opened == 0 ? lows[order[next]] : firstEnd();
      if (next < count && Long.compareUnsigned(lows[order[next]], at) < 0) {
        at = lows[order[next]];
      }
      close(at);
      while (next < count && lows[order[next]] == at) {
        open(order[next++]);
      }
      span(at, innermost());
    }
  }

  private long firstEnd() {
    long first = highs[open[0]];
    for (int i = 1; i < opened; i++) {
      if (Long.compareUnsigned(highs[open[i]], first) < 0) {
        first = highs[open[i]];
      }
    }
    return first;
  }

  private void close(long at) {
    int kept = 0;
    for (int i = 0; i < opened; i++) {
      if (Long.compareUnsigned(highs[open[i]], at) > 0) {
        open[kept++] = open[i];
      }
    }
    opened = kept;
  }

  private void open(int range) {
    if (opened == MAX_NESTED) {
      throw new MalformedInput(unit, lows[range], "ranges of functions that nest", "an overlap");
    }
    open[opened++] = range;
  }

  /// The function of the shortest open range, of equals the last one; 0 for none.
  private int innermost() {
    int best = -1;
    for (int i = 0; i < opened; i++) {
      int range = open[i];
      if (best < 0 || isInner(range, best)) {
        best = range;
      }
    }
    return best < 0 ? 0 : owners[best];
  }

  private boolean isInner(int range, int other) {
    int by = Long.compareUnsigned(highs[range] - lows[range], highs[other] - lows[other]);
    return by < 0 || by == 0 && range > other;
  }

  private void span(long start, int function) {
    if (spans == 0 || functions[spans - 1] != function) {
      starts[spans] = start;
      functions[spans++] = function;
    }
  }

  int size() {
    return spans;
  }

  long start(int span) {
    return starts[span];
  }

  /// The number of the function from [#start] on; 0 for none.
  int function(int span) {
    return functions[span];
  }
}
