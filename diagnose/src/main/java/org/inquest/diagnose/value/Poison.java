package org.inquest.diagnose.value;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /// @param value of a pointer: without the machine's delta
  private record Row(long value, String name, Kind kind, String words) {}

  /// Members of one struct lie within this.
  private static final long REACH = 4096;

  /// How far below a poison a member may lie: list entries stand in the middle of structs.
  private static final long BELOW = 0x100;

  private static final String DELETED = "the entry was already taken off its list";

  /// Values that get `POISON_POINTER_DELTA`. Until b8a0255db958 ("include/linux/poison.h: use
  /// POISON_POINTER_DELTA for poison pointers", v4.5) some had none.
  private static final List<Row> POINTERS =
      List.of(
          new Row(0x100, "LIST_POISON1", Kind.LIST, DELETED),
          // 4c6080cd6f8b ("lib/list: tweak LIST_POISON2 for better code generation on x86_64").
          new Row(0x122, "LIST_POISON2", Kind.LIST, DELETED),
          new Row(0x200, "the older LIST_POISON2", Kind.LIST, DELETED),
          // Until 8a5e5e02fc83 ("include/linux/poison.h: fix LIST_POISON{1,2} offset", v4.3).
          new Row(0x10_0100, "the older LIST_POISON1", Kind.LIST, DELETED),
          new Row(0x20_0200, "the older LIST_POISON2", Kind.LIST, DELETED),
          new Row(0x300, "TIMER_ENTRY_STATIC", Kind.OTHER, "a timer that is not pending"),
          new Row(0x400, "TAIL_MAPPING", Kind.OTHER, "the mapping of a tail page"),
          new Row(0x500, "MUTEX_POISON_WW_CTX", Kind.OTHER, "a finished ww context"),
          new Row(0x40, "PP_SIGNATURE", Kind.OTHER, "a page of a page pool"),
          new Row(0xeB9FL << 2, "BPF_PTR_POISON", Kind.OTHER, "a poisoned BPF pointer"));

  private static final List<Row> PATTERNS =
      List.of(
          new Row(repeat(0x6b), "POISON_FREE (0x6b)", Kind.FREED, "slab memory that was freed"),
          new Row(
              repeat(0x5a), "POISON_INUSE (0x5a)", Kind.UNINITIALISED, "slab memory never written"),
          new Row(
              repeat(0xbb),
              "SLUB_RED_INACTIVE (0xbb)",
              Kind.RED_ZONE,
              "the guard of a free object"),
          new Row(
              repeat(0xcc),
              "0xcc",
              Kind.INIT,
              "init memory that was given back (POISON_FREE_INITMEM) or the guard of an object in"
                  + " use (SLUB_RED_ACTIVE)"),
          new Row(
              repeat(0xaa),
              "PAGE_POISON (0xaa)",
              Kind.PAGE,
              "a free page, or a variable on the stack that was never set"
                  + " (INIT_STACK_ALL_PATTERN)"),
          new Row(repeat(0xa7), "POOL_POISON_FREED (0xa7)", Kind.FREED, "freed DMA pool memory"),
          new Row(
              repeat(0xa9),
              "POOL_POISON_ALLOCATED (0xa9)",
              Kind.UNINITIALISED,
              "DMA pool memory never written"),
          new Row(repeat(0xa5), "POISON_END (0xa5)", Kind.FREED, "the end of a freed object"),
          new Row(repeat(0xbd), "KEY_DESTROY (0xbd)", Kind.FREED, "a key that was destroyed"),
          // Read as a pointer, the magic is the upper half and the owner's CPU the lower.
          new Row(
              0xdead_4ead_0000_0000L,
              "SPINLOCK_MAGIC in the upper half",
              Kind.OTHER,
              "a lock, which is no pointer"),
          new Row(
              0xdead_4ead_ffff_ffffL,
              "SPINLOCK_MAGIC in the upper half",
              Kind.OTHER,
              "a lock that is free, which is no pointer"),
          new Row(
              0x09F9_1102_9D74_E35BL,
              "RED_INACTIVE",
              Kind.RED_ZONE,
              "SLAB's guard of a free object"),
          new Row(
              0xD841_56C5_6356_88C0L,
              "RED_ACTIVE",
              Kind.RED_ZONE,
              "SLAB's guard of an object in use"));

  /// Numbers that mean something only where nothing is added to them.
  private static final List<Row> EXACT =
      List.of(
          new Row(0x5b5b_5b5b, "JBD_POISON_FREE", Kind.FREED, "a freed handle of the journal"),
          new Row(0x5c5c_5c5c, "JBD2_POISON_FREE", Kind.FREED, "a freed handle of the journal"),
          new Row(0x7473_7461, "the older TIMER_ENTRY_STATIC", Kind.OTHER, "a static timer"),
          new Row(0xdead_beefL, "0xdeadbeef", Kind.OTHER, "a value that drivers use as poison"),
          new Row(0xdead_57acL, "NEIGHBOR_DEAD", Kind.FREED, "a neighbour entry that was freed"),
          new Row(0xdead_4eadL, "SPINLOCK_MAGIC", Kind.OTHER, "a lock, which is no pointer"),
          new Row(0x57ac_6e9d, "STACK_END_MAGIC", Kind.OTHER, "the last word of a kernel stack"),
          new Row(-0xbeefL, "STACKLEAK_POISON", Kind.UNINITIALISED, "an erased part of a stack"));

  private static long repeat(int value) {
    return 0x0101_0101_0101_0101L * value;
  }

  /// The poison that an address of a 64-bit x86 or ARM machine comes from.
  public static Optional<Poison> find(long address) {
    return find(address, Machine.X86_64);
  }

  /// The poison that an address comes from.
  public static Optional<Poison> find(long address, Machine machine) {
    boolean narrow = machine.bits() == 32;
    Found best = new Found();
    for (Row row : POINTERS) {
      // Without a delta most of them are like NULL and a member's offset: only exact ones tell.
      boolean near = machine.delta() != 0 || row.value > REACH;
      best.offer(row, address - machine.delta() - row.value, near ? REACH : 0, near ? BELOW : 0);
    }
    for (Row row : best.row == null ? EXACT : List.<Row>of()) {
      if (!narrow || row.value >>> 32 == 0) {
        best.offer(row, address - row.value, 0, 0);
      }
    }
    for (Row row : best.row == null ? PATTERNS : List.<Row>of()) {
      long value = narrow ? row.value & 0xffff_ffffL : row.value;
      // Only bytes that repeat are the same in the half as in the whole.
      if (!narrow || row.value >>> 32 == value) {
        best.offer(row, address - value, REACH, REACH);
      }
    }
    return best.get();
  }

  /// The best row so far.
  private static final class Found {
    @Nullable Row row;
    long offset;

    /// Of two that are near, the one from which members are aligned, then the nearest.
    void offer(Row next, long distance, long above, long below) {
      if (distance <= above
          && distance >= -below
          && (row == null || cost(distance) < cost(offset))) {
        row = next;
        offset = distance;
      }
    }

    Optional<Poison> get() {
      return row == null
          ? Optional.empty()
          : Optional.of(new Poison(row.name, offset, row.kind, row.words));
    }

    private static long cost(long offset) {
      return Math.abs(offset) + ((offset & 7) == 0 ? 0 : REACH);
    }
  }

  /// `LIST_POISON1 + 0x8`.
  public String place() {
    return offset == 0
        ? name
        : name + (offset < 0 ? " - " : " + ") + "0x" + Long.toHexString(Math.abs(offset));
  }
}
