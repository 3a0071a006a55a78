package org.inquest.engine.code.graph;

import java.util.ArrayList;
import java.util.List;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeSection;
import org.inquest.engine.code.image.Functions;
import org.inquest.engine.code.image.ModuleFile;
import org.inquest.engine.symbol.Symbol;

/// The functions of a graph in the making, and a quick answer to "which one is there?", which is
/// asked for each call and each constant of a kernel.
final class GraphNodes {
  private static final int SHIFT = 6;

  private final long[] starts;
  private final long[] ends;
  private final NameList names;

  /// Of each 64 bytes of code the first function that ends behind their begin.
  private final Region[] regions;

  private record Region(long address, long end, int[] hints) {}

  GraphNodes(CodeImage image) {
    Functions own = image.functions();
    List<Symbol> imports = image instanceof ModuleFile module ? module.imports() : List.of();
    int count = own.size() + imports.size();
    this.starts = new long[count];
    this.ends = new long[count];
    for (int i = 0; i < own.size(); i++) {
      starts[i] = own.start(i);
      ends[i] = own.end(i);
    }
    for (int i = 0; i < imports.size(); i++) {
      starts[own.size() + i] = imports.get(i).address();
      ends[own.size() + i] = imports.get(i).address();
    }
    this.names =
        NameList.of(count, i -> i < own.size() ? own.name(i) : imports.get(i - own.size()).name());
    List<Region> parts = new ArrayList<>();
    for (CodeSection section : image.text()) {
      parts.add(region(section.address(), section.end()));
    }
    if (!imports.isEmpty()) {
      parts.add(region(imports.getFirst().address(), imports.getLast().address() + 1));
    }
    this.regions = parts.toArray(Region[]::new);
  }

  private Region region(long address, long end) {
    int[] hints = new int[(int) (end - address >>> SHIFT) + 1];
    int function = Functions.indexFrom(starts, address);
    for (int i = 0; i < hints.length; i++) {
      long at = address + ((long) i << SHIFT);
      while (function < starts.length
          && Long.compareUnsigned(Math.max(ends[function], starts[function] + 1), at) <= 0) {
        function++;
      }
      hints[i] = function;
    }
    return new Region(address, end, hints);
  }

  int size() {
    return starts.length;
  }

  long start(int function) {
    return starts[function];
  }

  long end(int function) {
    return ends[function];
  }

  boolean contains(int function, long address) {
    return Long.compareUnsigned(address - starts[function], ends[function] - starts[function]) < 0;
  }

  /// The function that has an address inside or begins there; or [CodeGraph#NONE].
  int indexAt(long address) {
    for (Region region : regions) {
      if (Long.compareUnsigned(address - region.address, region.end - region.address) < 0) {
        int i = region.hints[(int) (address - region.address >>> SHIFT)];
        while (i < starts.length && Long.compareUnsigned(starts[i], address) <= 0) {
          if (starts[i] == address || contains(i, address)) {
            return i;
          }
          i++;
        }
        return CodeGraph.NONE;
      }
    }
    return CodeGraph.NONE;
  }

  /// The function that begins at an address; or [CodeGraph#NONE].
  int startingAt(long address) {
    int i = indexAt(address);
    return i != CodeGraph.NONE && starts[i] == address ? i : CodeGraph.NONE;
  }

  boolean nameStartsWith(int function, String prefix) {
    return names.startsWith(function, prefix);
  }

  long[] starts() {
    return starts;
  }

  long[] ends() {
    return ends;
  }

  NameList names() {
    return names;
  }
}
