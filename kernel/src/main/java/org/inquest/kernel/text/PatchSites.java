package org.inquest.kernel.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.MemoryFault;

/// All places that a running kernel patches, by address, from the tables that stay in memory.
/// Immutable, safe for use by several threads.
public final class PatchSites {
  private static final int X86_64 = 62;

  /// Keys are `(address - lowest) << SHIFT | entry`, so that one sorted array finds both.
  private static final int SHIFT = 20;

  private static final long MAX_SPAN = 1L << 62 - SHIFT;

  private final Target target;
  private final List<PatchTable> tables = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();
  private final long lowest;
  private final long[] keys;

  private PatchSites(Target target) {
    this.target = target;
    if (target.arch().machine() == X86_64) {
      tables.addAll(JumpLabels.read(target, gaps));
      tables.addAll(StaticCalls.read(target, gaps));
      tables.addAll(FtraceSites.read(target, gaps));
      tables.addAll(Kprobes.read(target, gaps));
    }
    long low = -1;
    int count = 0;
    for (PatchTable table : tables) {
      for (long address : table.addresses()) {
        if (inText(address)) {
          low = Long.compareUnsigned(address, low) < 0 ? address : low;
        }
      }
      count += table.addresses().length;
    }
    this.lowest = low;
    this.keys = keys(Math.min(count, 1 << SHIFT));
  }

  /// Reads the tables of a dump's kernel and its modules; empty for machines whose forms are not
  /// known here.
  public static PatchSites of(Target target) {
    return new PatchSites(target);
  }

  private long[] keys(int most) {
    long[] out = new long[most];
    int count = 0;
    int entry = 0;
    for (PatchTable table : tables) {
      for (long address : table.addresses()) {
        long distance = address - lowest;
        // Initialisation code is gone, its entries stay.
        if (entry < most && distance >= 0 && distance < MAX_SPAN && inText(address)) {
          out[count++] = distance << SHIFT | entry;
        }
        entry++;
      }
    }
    out = Arrays.copyOf(out, count);
    Arrays.sort(out);
    return out;
  }

  /// Whether there still is code: [Target#isText] also takes symbols of freed initialisation code.
  private boolean inText(long address) {
    return target.symbols().inKernelText(address) || target.modules().inText(address);
  }

  /// How many places there are.
  public int size() {
    return keys.length;
  }

  /// The place at an index, which counts by address; empty where its bytes are not in the dump.
  public Optional<PatchSite> site(int i) {
    int entry = (int) keys[i] & (1 << SHIFT) - 1;
    for (PatchTable table : tables) {
      if (entry < table.addresses().length) {
        return read(table, entry);
      }
      entry -= table.addresses().length;
    }
    return Optional.empty();
  }

  private static Optional<PatchSite> read(PatchTable table, int entry) {
    try {
      return Optional.of(table.site().apply(entry));
    } catch (MemoryFault e) {
      return Optional.empty();
    }
  }

  /// The places that begin from one address up to another.
  ///
  /// @param to not included
  public List<PatchSite> in(long from, long to) {
    List<PatchSite> found = new ArrayList<>();
    for (int i = indexFrom(from); i < keys.length && address(i) - to < 0; i++) {
      site(i).ifPresent(found::add);
    }
    return found;
  }

  /// Index of the first place at an address or above.
  public int indexFrom(long address) {
    long distance = address - lowest;
    if (distance <= 0) {
      return 0;
    }
    int i = Arrays.binarySearch(keys, Math.min(distance, MAX_SPAN) << SHIFT);
    return i < 0 ? -i - 1 : i;
  }

  /// The address of the place at an index.
  public long address(int i) {
    return lowest + (keys[i] >>> SHIFT);
  }

  /// How many places of each kind there are, by their state: for an overview.
  public Map<PatchSite.Kind, Integer> counts() {
    Map<PatchSite.Kind, Integer> out = new EnumMap<>(PatchSite.Kind.class);
    for (int i = 0; i < keys.length; i++) {
      site(i).ifPresent(site -> out.merge(site.kind(), 1, Integer::sum));
    }
    return out;
  }

  /// Tables that could not be read, a sentence each.
  public List<String> gaps() {
    return List.copyOf(gaps);
  }
}
