package org.inquest.engine.type;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Holds two descriptions of one struct against each other, of BTF and of debugging information for
/// example: what tells readers of memory apart are size, places and widths, not how types are
/// named.
public final class Layouts {
  /// Members of one struct that are compared; a forged one may contain itself.
  private static final int MAX_MEMBERS = 20_000;

  private static final int MAX_DEPTH = 32;

  private Layouts() {}

  /// Where a member lies.
  ///
  /// @param bitOffset from the start of the struct
  /// @param bitSize of a bit-field; 0 for other members
  /// @param size of its type, in bytes
  private record Place(long bitOffset, int bitSize, long size) {
    @Override
    public String toString() {
      return bitSize == 0
          ? "at " + (bitOffset >> 3) + " with " + size + " bytes"
          : "at bit " + bitOffset + " with " + bitSize + " bits";
    }
  }

  /// The first difference, a phrase: `size 16, and 24`; `member lru at 8 with 16 bytes, and none`.
  /// Empty where both lay the struct out in the same way.
  public static Optional<String> difference(StructType one, StructType other) {
    if (one.size() != other.size()) {
      return Optional.of("size " + one.size() + ", and " + other.size());
    }
    Map<String, Place> first = places(one);
    Map<String, Place> second = places(other);
    for (Map.Entry<String, Place> member : first.entrySet()) {
      Place there = second.get(member.getKey());
      if (!member.getValue().equals(there)) {
        return Optional.of(
            "member "
                + member.getKey()
                + " "
                + member.getValue()
                + ", and "
                + (there == null ? "none" : there));
      }
    }
    return second.keySet().stream()
        .filter(name -> !first.containsKey(name))
        .findFirst()
        .map(name -> "no member " + name + ", and " + second.get(name));
  }

  private static Map<String, Place> places(StructType struct) {
    Map<String, Place> all = new LinkedHashMap<>();
    add(struct, 0, 0, all);
    return all;
  }

  private static void add(StructType struct, long bits, int depth, Map<String, Place> all) {
    for (Member member : struct.members()) {
      if (all.size() >= MAX_MEMBERS || depth > MAX_DEPTH) {
        return;
      }
      long at = bits + member.bitOffset();
      if (!member.name().isEmpty()) {
        all.putIfAbsent(member.name(), new Place(at, member.bitSize(), member.type().size()));
      } else if (member.type().underlying() instanceof StructType inner) {
        add(inner, at, depth + 1, all);
      }
    }
  }
}
