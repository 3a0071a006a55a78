package org.inquest.formats.btf;

/// Finds types by name: an open-addressing table of type ids. Holds no string; the hash is that of
/// [String#hashCode], so that asking costs nothing either.
final class BtfNames {
  /// Types that one call takes on. A cold JVM compiles a method after some hundred calls, much
  /// sooner than it replaces one long loop, so long work is cut into blocks.
  private static final int BLOCK = 16;

  /// A real kernel never comes near it; in a forged one thousands of types of one name would cost
  /// quadratic time.
  private static final int MAX_PROBES = 1024;

  private final Btf btf;
  private final int kinds;
  private final int mask;
  private final int[] slots;

  /// @param kinds bit set of the kinds to be found
  /// @param count how many types of these kinds there are at most
  BtfNames(Btf btf, int kinds, int count) {
    this.btf = btf;
    this.kinds = kinds;
    int size = Integer.highestOneBit(Math.max(8, count)) << 2;
    this.mask = size - 1;
    this.slots = new int[size];
    for (int id = btf.firstId(); id < btf.endId(); id += BLOCK) {
      addBlock(id, Math.min(id + BLOCK, btf.endId()));
    }
  }

  private void addBlock(int from, int to) {
    for (int id = from; id < to; id++) {
      int kind = btf.ownKind(id);
      if (kind < Integer.SIZE && (kinds >>> kind & 1) != 0) {
        int name = btf.ownNameOffset(id);
        if (name != 0) {
          add(id, btf.hashAt(name));
        }
      }
    }
  }

  /// In the order of ids, so that of several types with one name and kind the first is found.
  private void add(int id, int hash) {
    int slot = spread(hash) & mask;
    for (int probes = 0; slots[slot] != 0; probes++) {
      if (probes == MAX_PROBES) {
        return;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = id;
  }

  /// The first type with this kind and name whose id is above `after`, or 0.
  int find(int kind, String name, int after) {
    for (int slot = spread(name.hashCode()) & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
      int id = slots[slot];
      if (id > after && btf.ownKind(id) == kind && btf.nameIs(btf.ownNameOffset(id), name)) {
        return id;
      }
    }
    return 0;
  }

  private static int spread(int hash) {
    int mixed = hash * 0x9e3779b9;
    return mixed ^ mixed >>> 16;
  }
}
