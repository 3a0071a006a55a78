package org.inquest.formats.dwarf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.NotFound;
import org.jspecify.annotations.Nullable;

/// The debugging information of an ELF file: its units by number, in the file's order. Opening
/// finds where each unit begins, all else is read when it is asked for.
///
/// Safe for use by several threads.
public final class DwarfFile {
  /// A program of 100 million lines has fewer.
  private static final int MAX_UNITS = 1 << 20;

  private final ElfFile file;
  private final DebugSections sections;
  private final DebugSection info;
  private final DebugSection types;
  private final List<String> gaps = new ArrayList<>();
  private final RecentlyUsed<Integer, Unit> units = new RecentlyUsed<>(32);
  private final RecentlyUsed<TableKey, Abbreviations> tables = new RecentlyUsed<>(8);
  private long[] starts = new long[256];
  private int count;
  private Map<Long, Long> typeEntries = Map.of();
  private boolean typesKnown;
  private volatile @Nullable DebugBytes stringBytes;

  /// How long values are is settled when a table is read.
  private record TableKey(long offset, int version, int offsetSize, int addressSize) {}

  private DwarfFile(ElfFile file, SectionAddresses addresses) {
    this.file = file;
    this.sections = new DebugSections(file, addresses);
    this.info = sections.get("debug_info");
    DebugSection apart = sections.get("debug_types");
    this.types = new DebugSection(apart.name(), info.size(), apart.bytes());
    findUnits(info);
    findUnits(types);
  }

  /// Opens the debugging information of a file, which stays the caller's to close.
  ///
  /// @throws NotFound where the file has none
  /// @throws InquestException where `.debug_info` lies outside the file or can't be unpacked
  public static DwarfFile of(ElfFile file) {
    return of(file, section -> 0);
  }

  /// The same for a relocatable file, a kernel module for example: addresses are then those that
  /// its sections were given.
  ///
  /// @throws InquestException as for [#of(ElfFile)]
  public static DwarfFile of(ElfFile file, SectionAddresses addresses) {
    DwarfFile opened = new DwarfFile(file, addresses);
    if (opened.info.size() == 0) {
      throw new NotFound("debug information", "(.debug_info)", file.bytes().name());
    }
    return opened;
  }

  /// Whether a file has debugging information at all, be it damaged.
  public static boolean in(ElfFile file) {
    return file.sections().stream()
        .filter(ElfSection::hasBytes)
        .anyMatch(s -> s.name().equals(".debug_info") || s.name().equals(".zdebug_info"));
  }

  private void findUnits(DebugSection section) {
    long end = section.base() + section.size();
    for (long at = section.base(); at < end; ) {
      long start = at;
      try {
        DebugBytes in = section.part(at, Math.min(end - at, 12));
        long length = in.u32();
        at = (length == 0xffff_ffffL ? in.u64() : length) + in.offset();
      } catch (MalformedInput e) {
        gaps.add(e.getMessage());
        return;
      }
      if (at <= start || at > end || count == MAX_UNITS) {
        gaps.add(section.name() + ": the unit at 0x" + Long.toHexString(start) + " does not fit");
        return;
      }
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
      }
      starts[count++] = start;
    }
  }

  /// The file that the information is about.
  public ElfFile file() {
    return file;
  }

  /// How many units were found.
  public int unitCount() {
    return count;
  }

  /// Why the units after the last one could not be found; empty if all were.
  public List<String> gaps() {
    return List.copyOf(gaps);
  }

  /// The offset of a unit's header.
  public long start(int unit) {
    return starts[unit];
  }

  /// The header of a unit.
  ///
  /// @throws InquestException where it makes no sense
  public UnitHeader header(int unit) {
    DebugSection section = section(starts[unit]);
    return UnitHeader.read(section.at(starts[unit]), section == types);
  }

  /// The version of DWARF that the first unit with a sound header is in, 2 to 5.
  public OptionalInt version() {
    for (int i = 0; i < count; i++) {
      try {
        return OptionalInt.of(header(i).version());
      } catch (InquestException e) {
        // That unit's own reader hears of it.
      }
    }
    return OptionalInt.empty();
  }

  /// A unit by its number, from 0.
  ///
  /// @throws InquestException where its header, its abbreviations or its first entry make no sense
  public Unit unit(int number) {
    return units.get(number, this::read);
  }

  private Unit read(int number) {
    UnitHeader header = header(number);
    DebugBytes bytes =
        section(header.offset()).part(header.offset(), header.end() - header.offset());
    TableKey key =
        new TableKey(
            header.abbreviations(), header.version(), header.offsetSize(), header.addressSize());
    Abbreviations table =
        tables.get(
            key, k -> Abbreviations.read(sections.get("debug_abbrev").at(k.offset()), header));
    return new Unit(this, header, bytes, table);
  }

  private DebugSection section(long place) {
    return place < info.size() ? info : types;
  }

  /// Lets the system take the memory back that the bytes of a unit lie in, for walks over all units
  /// of a file: they are read again when they are asked for.
  public void release(int unit) {
    DebugSection section = section(starts[unit]);
    boolean last = unit + 1 == count || starts[unit + 1] == info.size();
    long end = last ? section.base() + section.size() : starts[unit + 1];
    section.release(starts[unit], end - starts[unit]);
  }

  /// The number of the unit that an offset lies in, or -1.
  public int unitAt(long offset) {
    int found = Arrays.binarySearch(starts, 0, count, offset);
    return found >= 0 ? found : -found - 2;
  }

  /// Where the entry of a type is that is known by its signature, or -1.
  synchronized long typeEntry(long signature) {
    if (!typesKnown) {
      typesKnown = true;
      typeEntries = readTypeEntries();
    }
    return typeEntries.getOrDefault(signature, -1L);
  }

  private Map<Long, Long> readTypeEntries() {
    Map<Long, Long> all = new HashMap<>();
    for (int i = 0; i < count; i++) {
      try {
        UnitHeader header = header(i);
        if (header.isType()) {
          all.putIfAbsent(header.signature(), header.offset() + header.typeOffset());
        }
      } catch (InquestException e) {
        // That unit's own reader hears of it.
      }
    }
    return all;
  }

  /// All of `.debug_str`, for those who look at many names.
  DebugBytes stringBytes() {
    DebugBytes known = stringBytes;
    if (known == null) {
      known = strings().at(0);
      stringBytes = known;
    }
    return known;
  }

  DebugSection strings() {
    return sections.get("debug_str");
  }

  DebugSection lineStrings() {
    return sections.get("debug_line_str");
  }

  DebugSection stringOffsets() {
    return sections.get("debug_str_offsets");
  }

  DebugSection addresses() {
    return sections.get("debug_addr");
  }

  DebugSection oldRanges() {
    return sections.get("debug_ranges");
  }

  DebugSection rangeLists() {
    return sections.get("debug_rnglists");
  }

  DebugSection oldLocations() {
    return sections.get("debug_loc");
  }

  DebugSection locationLists() {
    return sections.get("debug_loclists");
  }

  DebugSection lineSection() {
    return sections.get("debug_line");
  }

  /// What `.debug_aranges` says: which unit has which addresses. It need not name all.
  ///
  /// @throws InquestException where the section can't be unpacked
  public AddressRanges addressRanges() {
    return AddressRanges.read(sections.get("debug_aranges"));
  }
}
