package org.inquest.formats.orc;

/// One ORC table: the kernel's or a module's. `.orc_unwind_ip` holds sorted offsets, each relative
/// to its own place; `.orc_unwind` holds an entry of six bytes for each of them
/// (arch/x86/kernel/unwind_orc.c).
///
/// Tables are sorted in memory; before f14bf6a350df (v5.6) the kernel sorted them at boot, which a
/// dump has behind it.
///
/// @param ips address of the first offset
/// @param entries address of the first entry
/// @param count entries
/// @param version layout of the entries
public record OrcTable(long ips, long entries, int count, OrcVersion version) {
  /// Where the table has no entry at or below an address.
  public static final long NONE = Long.MIN_VALUE;

  private static final int ENTRY_SIZE = 6;

  /// How many entries in a row the layout is told from: less than a page.
  private static final int SAMPLES = 512;

  /// The entry that covers an address.
  ///
  /// @return packed as [OrcEntry] says, or [#NONE]
  public long find(OrcReader reader, long pc) {
    return find(reader, pc, 0, count - 1);
  }

  /// The same, searching only entries `first` to `last` (both included), as the kernel's
  /// `orc_lookup` table narrows it.
  public long find(OrcReader reader, long pc, int first, int last) {
    int low = Math.max(0, first);
    int high = Math.min(last, count - 1);
    int found = -1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(ip(reader, middle), pc) <= 0) {
        found = middle;
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return found < 0 ? NONE : version.normalise(raw(reader, entries, found));
  }

  private long ip(OrcReader reader, int index) {
    long place = ips + 4L * index;
    return place + reader.readInt(place);
  }

  private static long raw(OrcReader reader, long entries, int index) {
    long at = entries + (long) ENTRY_SIZE * index;
    return reader.readInt(at) & 0xffff_ffffL | (reader.readShort(at + 4) & 0xffffL) << 32;
  }

  /// Tells the layout from the entries themselves, for kernels without `.orc_header`. Vendors
  /// backport, so releases do not tell.
  ///
  /// In the middle of the table, among ordinary functions, most entries are of type CALL with SP as
  /// base. CALL is 0 in layouts 1 and 2, and 2 in layouts 3 and 4; SP is register 5 up to layout 3,
  /// and 3 in layout 4. Layouts 1 and 2 differ in the "end" bit, 10 or 11, which few entries have:
  /// some eighty of 370,000 in a 6.1. But the first code of those kernels is startup_64, which is
  /// the end of every stack. So two pages of the dump are enough.
  public static OrcVersion tell(OrcReader reader, long entries, int count) {
    int calls = 0;
    int spIsFive = 0;
    int spIsThree = 0;
    int first = Math.max(0, count / 2 - SAMPLES / 2);
    int last = Math.min(count, first + SAMPLES);
    for (int i = first; i < last; i++) {
      int flags = flags(reader, entries, i);
      int register = flags & 0xf;
      // With a base register, type 0 can only be the CALL of layouts 1 and 2.
      calls += register == 0 ? 0 : (flags >> 8 & 7) == 0 ? -1 : 1;
      spIsFive += register == 5 ? 1 : 0;
      spIsThree += register == 3 ? 1 : 0;
    }
    if (calls > 0) {
      return spIsThree > spIsFive ? OrcVersion.V4 : OrcVersion.V3;
    }
    for (int i = 0; i < Math.min(count, SAMPLES); i++) {
      if ((flags(reader, entries, i) & 0xc0f) == 0x800) {
        return OrcVersion.V2;
      }
    }
    return OrcVersion.V1;
  }

  private static int flags(OrcReader reader, long entries, int index) {
    return reader.readShort(entries + (long) ENTRY_SIZE * index + 4) & 0xffff;
  }
}
