package org.inquest.formats.dwarf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.inquest.formats.elf.AltLink;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.NotFound;

/// The debugging information of an ELF file: its units by number, in the file's order. Opening
/// finds where each unit begins, all else is read when it is asked for.
///
/// Safe for use by several threads.
public final class DwarfFile {
  /// A program of 100 million lines has fewer.
  private static final int MAX_UNITS = 1 << 20;

  private static final long NONE = -1;

  private final ElfFile file;
  private final List<UnitSection> parts = new ArrayList<>();
  private final SplitUnits split;
  private final List<String> gaps = new ArrayList<>();
  private final RecentlyUsed<Integer, Unit> units = new RecentlyUsed<>(32);
  private final RecentlyUsed<TableKey, Abbreviations> tables = new RecentlyUsed<>(8);
  private final long common;
  private long[] starts = new long[256];
  private int count;
  private Map<Long, Long> typeEntries = Map.of();
  private boolean typesKnown;

  /// How long values are is settled when a table is read.
  private record TableKey(
      DebugSections sections, long offset, int version, int offsetSize, int addressSize) {}

  /// @param suffix of the sections' names: `.dwo` in split DWARF
  DwarfFile(ElfFile file, SectionAddresses addresses, String suffix, OtherFiles others) {
    this.file = file;
    this.split = new SplitUnits(others);
    addUnits(new DebugSections(file, addresses, suffix), !suffix.isEmpty());
    long end = parts.getLast().end();
    this.common = addCommon(others) ? end : NONE;
  }

  private void addUnits(DebugSections sections, boolean indexed) {
    long first = parts.isEmpty() ? 0 : parts.getLast().end();
    for (boolean types : new boolean[] {false, true}) {
      long base = types ? parts.getLast().end() : first;
      DebugSection found = sections.get(types ? "debug_types" : "debug_info");
      DebugSection units = new DebugSection(found.name(), base, found.bytes());
      String name = types ? "debug_tu_index" : "debug_cu_index";
      PackageIndex index =
          PackageIndex.read(indexed ? sections.index(name) : DebugSections.none(name));
      parts.add(new UnitSection(units, types, sections, first, index));
      findUnits(units);
    }
  }

  /// The file that dwz moved to what this one has in common with others.
  private boolean addCommon(OtherFiles others) {
    try {
      Optional<AltLink> link = AltLink.of(file);
      if (link.isEmpty()) {
        return false;
      }
      Optional<ElfFile> found = others.common(link.get());
      if (found.isEmpty()) {
        gaps.add(
            file.bytes().name() + ": " + link.get().name() + ", which it refers to, is missing");
        return false;
      }
      addUnits(new DebugSections(found.get(), section -> 0), false);
      return true;
    } catch (InquestException e) {
      gaps.add(e.getMessage());
      return false;
    }
  }

  /// Opens the debugging information of a file, which stays the caller's to close. What of it is in
  /// other files is looked for where its links lead.
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
    return of(
        file,
        addresses,
        file.bytes().path().<OtherFiles>map(NearbyFiles::new).orElse(OtherFiles.NONE));
  }

  /// The same where parts of it are elsewhere.
  ///
  /// @throws InquestException as for [#of(ElfFile)]
  public static DwarfFile of(ElfFile file, SectionAddresses addresses, OtherFiles others) {
    DwarfFile opened = new DwarfFile(file, addresses, "", others);
    if (opened.parts.getFirst().units().size() == 0) {
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
    UnitSection section = section(starts[unit]);
    return UnitHeader.read(section.units().at(starts[unit]), section.types());
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
    return read(number, Optional.empty());
  }

  /// @param skeleton of a split unit
  private Unit read(int number, Optional<Unit> skeleton) {
    UnitHeader header = header(number);
    UnitSection section = section(header.offset());
    DebugBytes bytes = section.units().part(header.offset(), header.end() - header.offset());
    TableKey key =
        new TableKey(
            section.sections(),
            header.abbreviations() + section.contribution(header.offset()).abbreviations(),
            header.version(),
            header.offsetSize(),
            header.addressSize());
    Abbreviations table =
        tables.get(
            key, k -> Abbreviations.read(k.sections.get("debug_abbrev").at(k.offset()), header));
    return new Unit(this, section, skeleton, header, bytes, table);
  }

  /// A unit of a `.dwo` file.
  Unit split(int number, Unit skeleton) {
    return read(number, Optional.of(skeleton));
  }

  /// A unit of a `.dwp` file by the id that ties it to its skeleton.
  Optional<Unit> bundled(long id, Unit skeleton) {
    long offset = parts.getFirst().index().unit(id);
    int number = offset < 0 ? -1 : unitAt(offset);
    return number < 0 ? Optional.empty() : Optional.of(split(number, skeleton));
  }

  /// See [Unit#split].
  Optional<Unit> splitOf(Unit skeleton) {
    return split.of(skeleton);
  }

  private UnitSection section(long place) {
    for (UnitSection part : parts) {
      if (part.contains(place)) {
        return part;
      }
    }
    return parts.getFirst();
  }

  /// Lets the system take the memory back that the bytes of a unit lie in, for walks over all units
  /// of a file: they are read again when they are asked for.
  public void release(int unit) {
    UnitSection section = section(starts[unit]);
    boolean last = unit + 1 == count || !section.contains(starts[unit + 1]);
    long end = last ? section.end() : starts[unit + 1];
    section.units().release(starts[unit], end - starts[unit]);
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

  /// Where an entry of the common file is among this file's offsets; -1 where it is not there.
  long commonEntry(long offset) {
    return common == NONE || offset < 0 ? NONE : common + offset;
  }

  /// The sections of the common file; empty where it is not there.
  Optional<DebugSections> common() {
    return common == NONE ? Optional.empty() : Optional.of(parts.getLast().sections());
  }

  /// What `.debug_aranges` says: which unit has which addresses. It need not name all.
  ///
  /// @throws InquestException where the section can't be unpacked
  public UnitRanges addressRanges() {
    return AddressRanges.read(parts.getFirst().sections().get("debug_aranges"));
  }
}
