package org.inquest.profile.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is mapped where in a process, now. A new mapping takes away what lies under it.
final class AddressSpace {
  private static final int MOST = 1 << 20;

  /// Sorted, without overlaps.
  private final List<Region> regions = new ArrayList<>();

  private @Nullable Region last;

  /// The executable that was mapped first, whose process it is.
  private @Nullable Binary program;

  /// What a compiler makes here.
  private @Nullable JitTimeline jit;

  /// A copy, as a fork makes it.
  AddressSpace copy() {
    AddressSpace copy = new AddressSpace();
    copy.regions.addAll(regions);
    copy.program = program;
    return copy;
  }

  @Nullable Binary program() {
    return program;
  }

  /// From now on code appears here as a compiler's own file tells.
  void follow(JitTimeline timeline) {
    jit = timeline;
  }

  /// Code without a file is mapped, into which a compiler may have written.
  void addMade(Region region) {
    add(region);
    if (jit != null) {
      jit.restore(region.start(), region.end(), this);
    }
  }

  /// Goes on to some time.
  void advance(long time) {
    if (jit != null) {
      jit.advance(time, this);
    }
  }

  void add(Region region) {
    if (Long.compareUnsigned(region.end(), region.start()) <= 0 || regions.size() >= MOST) {
      return;
    }
    if (program == null && region.binary().kind() == Binary.Kind.FILE) {
      program = region.binary();
    }
    last = null;
    int at = firstEndingBehind(region.start());
    while (at < regions.size() && Long.compareUnsigned(regions.get(at).start(), region.end()) < 0) {
      Region old = regions.remove(at);
      if (Long.compareUnsigned(old.end(), region.end()) > 0) {
        long cut = region.end() - old.start();
        regions.add(at, new Region(region.end(), old.end(), old.offset() + cut, old.binary()));
      }
      if (Long.compareUnsigned(old.start(), region.start()) < 0) {
        regions.add(at++, new Region(old.start(), region.start(), old.offset(), old.binary()));
      }
      if (Long.compareUnsigned(old.end(), region.end()) > 0) {
        break;
      }
    }
    regions.add(at, region);
  }

  /// The mapping of an address; null for none.
  @Nullable Region find(long address) {
    Region known = last;
    if (known != null && contains(known, address)) {
      return known;
    }
    int at = firstEndingBehind(address);
    if (at < regions.size() && contains(regions.get(at), address)) {
      last = regions.get(at);
      return last;
    }
    return null;
  }

  private static boolean contains(Region region, long address) {
    return Long.compareUnsigned(address - region.start(), region.end() - region.start()) < 0;
  }

  private int firstEndingBehind(long address) {
    int low = 0;
    int high = regions.size();
    while (low < high) {
      int middle = low + high >>> 1;
      if (Long.compareUnsigned(regions.get(middle).end(), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
