package org.inquest.diagnose.fault;

import java.util.List;
import java.util.Optional;

/// Values that the kernel writes where nothing valid is (include/linux/poison.h), and addresses a
/// little beside them: a poison plus an offset is the access to a member.
///
/// @param name as in the header
/// @param offset of the address from the poison, bytes
/// @param kind what it tells
/// @param words what it means
public record Poison(String name, long offset, Kind kind, String words) {

  /// What a poison tells.
  public enum Kind {
    /// A list entry was taken off its list.
    LIST,
    /// Slab memory was freed.
    FREED,
    /// Slab memory was never written.
    UNINITIALISED,
    /// The guard between slab objects.
    RED_ZONE,
    /// A free page.
    PAGE,
    /// `__init` memory that was given back, or SLUB's guard around objects in use.
    INIT,
    /// Something else.
    OTHER
  }

  private record Value(long value, String name, Kind kind, String words) {}

  /// Members of one struct lie within this.
  private static final long REACH = 4096;

  /// `POISON_POINTER_DELTA`: CONFIG_ILLEGAL_POINTER_VALUE of x86-64 and arm64.
  private static final long DELTA = 0xdead_0000_0000_0000L;

  private static final String DELETED = "the entry was already taken off its list";

  private static final List<Value> POINTERS =
      List.of(
          new Value(DELTA + 0x100, "LIST_POISON1", Kind.LIST, DELETED),
          // 4c6080cd6f8b ("lib/list: tweak LIST_POISON2 for better code generation on x86_64").
          new Value(DELTA + 0x122, "LIST_POISON2", Kind.LIST, DELETED),
          new Value(DELTA + 0x200, "the older LIST_POISON2", Kind.LIST, DELETED),
          new Value(DELTA + 0x300, "TIMER_ENTRY_STATIC", Kind.OTHER, "a timer that is not pending"),
          new Value(DELTA + 0x400, "TAIL_MAPPING", Kind.OTHER, "the mapping of a tail page"),
          new Value(DELTA + 0x500, "MUTEX_POISON_WW_CTX", Kind.OTHER, "a finished ww context"),
          new Value(DELTA + 0x40, "PP_SIGNATURE", Kind.OTHER, "a page of a page pool"),
          new Value(
              DELTA + (0xeB9FL << 2), "BPF_PTR_POISON", Kind.OTHER, "a poisoned BPF pointer"));

  private static final List<Value> PATTERNS =
      List.of(
          new Value(repeat(0x6b), "POISON_FREE (0x6b)", Kind.FREED, "slab memory that was freed"),
          new Value(
              repeat(0x5a), "POISON_INUSE (0x5a)", Kind.UNINITIALISED, "slab memory never written"),
          new Value(
              repeat(0xbb),
              "SLUB_RED_INACTIVE (0xbb)",
              Kind.RED_ZONE,
              "the guard of a free object"),
          new Value(
              repeat(0xcc),
              "0xcc",
              Kind.INIT,
              "init memory that was given back (POISON_FREE_INITMEM) or the guard of an object in"
                  + " use (SLUB_RED_ACTIVE)"),
          new Value(repeat(0xaa), "PAGE_POISON (0xaa)", Kind.PAGE, "a free page"));

  private static long repeat(int value) {
    return 0x0101_0101_0101_0101L * value;
  }

  /// The poison that an address comes from.
  public static Optional<Poison> find(long address) {
    Optional<Poison> pointer = nearest(POINTERS, address, 0x100);
    return pointer.isPresent() ? pointer : nearest(PATTERNS, address, REACH);
  }

  /// Of two that are near, the one from which members are aligned, then the nearest.
  private static Optional<Poison> nearest(List<Value> values, long address, long below) {
    Value best = null;
    for (Value value : values) {
      long offset = address - value.value;
      if (offset > REACH || offset < -REACH || offset < 0 && -offset > below) {
        continue;
      }
      if (best == null || cost(offset) < cost(address - best.value)) {
        best = value;
      }
    }
    return best == null
        ? Optional.empty()
        : Optional.of(new Poison(best.name, address - best.value, best.kind, best.words));
  }

  private static long cost(long offset) {
    return Math.abs(offset) + ((offset & 7) == 0 ? 0 : REACH);
  }

  /// `LIST_POISON1 + 0x8`.
  public String place() {
    return offset == 0
        ? name
        : name + (offset < 0 ? " - " : " + ") + "0x" + Long.toHexString(Math.abs(offset));
  }
}
