package org.inquest.formats.dwarf;

import java.util.HashMap;
import java.util.Map;
import org.inquest.formats.fault.Unsupported;

/// `.debug_cu_index` or `.debug_tu_index` of a `.dwp` file: which units it holds, by the id that
/// ties a unit to its skeleton or its type, and which parts of the sections are theirs (DWARF 5,
/// 7.3.5; version 2 is GNU's, gcc.gnu.org/wiki/DebugFissionDWP).
///
/// ```
/// version, columns, units, slots      4 bytes each; version 5 has 2 bytes and 2 of padding
/// ids[slots]                          8 bytes each; a hash table
/// rows[slots]                         4 bytes each; from 1, 0 in a slot that is not used
/// kinds[columns]                      4 bytes each; DW_SECT_*
/// offsets[units][columns]             4 bytes each
/// sizes[units][columns]
/// ```
final class PackageIndex {
  private static final int INFO = 1;
  private static final int TYPES = 2;
  private static final int ABBREV = 3;
  private static final int LINE = 4;
  private static final int LOCATIONS = 5;
  private static final int STR_OFFSETS = 6;
  private static final int RNGLISTS = 8;

  private static final int MAX_COLUMNS = 16;

  /// Where units are in `.debug_info.dwo`, or `.debug_types.dwo`, by their ids.
  private final Map<Long, Long> units = new HashMap<>();

  private final Map<Long, Contribution> contributions = new HashMap<>();

  /// Reads an index; one without units for an empty section.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where it breaks off or its counts can't be
  ///   right
  /// @throws Unsupported for another version
  static PackageIndex read(DebugSection section) {
    PackageIndex index = new PackageIndex();
    if (section.size() > 0) {
      index.readAll(section.at(0));
    }
    return index;
  }

  private void readAll(DebugBytes in) {
    int version = in.u16();
    in.u16();
    long columns = in.u32();
    long count = in.u32();
    long slots = in.u32();
    if (version != 2 && version != 5) {
      throw new Unsupported("an index of split units of version " + version + "; 2 and 5 are read");
    }
    long rows = in.left() / 4;
    if (columns > MAX_COLUMNS || slots > rows || count > rows) {
      throw in.malformed("an index that fits its section", count + " units in " + slots + " slots");
    }
    DebugBytes numbers = in.at(in.offset() + 8 * slots);
    DebugBytes table = in.at(in.offset() + 12 * slots);
    int[] kinds = new int[(int) columns];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = (int) table.u32();
    }
    long firstRow = table.offset();
    for (long slot = 0; slot < slots; slot++) {
      long id = in.u64();
      long row = numbers.u32();
      if (row > 0 && row <= count) {
        add(id, in.at(firstRow + (row - 1) * columns * 4), kinds, version);
      }
    }
  }

  private void add(long id, DebugBytes row, int[] kinds, int version) {
    long[] offsets = new long[RNGLISTS + 1];
    long unit = 0;
    for (int kind : kinds) {
      long offset = row.u32();
      if (kind == INFO || kind == TYPES) {
        unit = offset;
      } else if (kind > 0 && kind < offsets.length) {
        offsets[kind] = offset;
      }
    }
    units.put(id, unit);
    contributions.put(
        unit,
        new Contribution(
            offsets[ABBREV],
            offsets[LINE],
            offsets[STR_OFFSETS],
            // In version 2 that number is .debug_macro's.
            version == 5 ? offsets[RNGLISTS] : 0,
            offsets[LOCATIONS]));
  }

  /// Where the unit of an id is, or -1.
  long unit(long id) {
    return units.getOrDefault(id, -1L);
  }

  /// The parts of the unit that begins at an offset.
  Contribution contribution(long offset) {
    return contributions.getOrDefault(offset, Contribution.NONE);
  }
}
