package org.inquest.formats.dwarf;

import java.util.Arrays;
import org.inquest.formats.fault.InquestException;

/// `.debug_aranges` (DWARF 5, 6.1.2): ranges of addresses and the units they belong to, in the
/// order of addresses. A table that makes no sense ends what is read; others still tell their part.
public final class AddressRanges {
  /// A kernel has 5,000.
  private static final int MAX_RANGES = 1 << 20;

  private long[] lows = new long[1024];
  private long[] highs = new long[1024];
  private long[] units = new long[1024];
  private int count;

  private AddressRanges() {}

  static AddressRanges read(DebugSection section) {
    AddressRanges all = new AddressRanges();
    long at = 0;
    try {
      while (at < section.size()) {
        at = all.readSet(section, at);
      }
    } catch (InquestException e) {
      // Whoever finds an address here in no range looks for it in the units themselves.
    }
    all.sort();
    return all;
  }

  private long readSet(DebugSection section, long offset) {
    DebugBytes in = section.at(offset);
    long length = in.u32();
    boolean wide = length == 0xffff_ffffL;
    if (wide) {
      length = in.u64();
    }
    long end = in.offset() + length;
    in = section.part(offset, end - offset).seek(in.offset());
    in.u16(); // version 2 in all DWARF versions
    long unit = in.unsigned(wide ? 8 : 4);
    int size = in.u8();
    in.u8(); // segment selectors have no user on our machines
    if (size != 4 && size != 8) {
      throw in.malformed("addresses of 4 or 8 bytes", size + " bytes");
    }
    // The first pair stands at a multiple of its size.
    long head = in.offset() - offset;
    in.skip(Math.floorMod(-head, 2L * size));
    while (in.left() >= 2 * size) {
      long low = in.unsigned(size);
      long bytes = in.unsigned(size);
      if (low == 0 && bytes == 0) {
        break;
      }
      if (bytes != 0) {
        add(in, low, low + bytes, unit);
      }
    }
    return end;
  }

  private void add(DebugBytes in, long low, long high, long unit) {
    if (count == MAX_RANGES) {
      throw in.malformed("at most " + MAX_RANGES + " ranges", "more");
    }
    if (count == lows.length) {
      lows = Arrays.copyOf(lows, count * 2);
      highs = Arrays.copyOf(highs, count * 2);
      units = Arrays.copyOf(units, count * 2);
    }
    lows[count] = low;
    highs[count] = high;
    units[count++] = unit;
  }

  private void sort() {
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compareUnsigned(lows[a], lows[b]));
    long[] oldLows = lows;
    long[] oldHighs = highs;
    long[] oldUnits = units;
    lows = new long[count];
    highs = new long[count];
    units = new long[count];
    for (int i = 0; i < count; i++) {
      lows[i] = oldLows[order[i]];
      highs[i] = oldHighs[order[i]];
      units[i] = oldUnits[order[i]];
    }
  }

  public int size() {
    return count;
  }

  /// The offset of the unit whose range holds an address, or -1. Of ranges that overlap the one
  /// that begins last counts.
  public long unitOf(long address) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(lows[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low > 0 && Long.compareUnsigned(address, highs[low - 1]) < 0 ? units[low - 1] : -1;
  }
}
