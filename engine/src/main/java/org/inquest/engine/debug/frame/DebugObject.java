package org.inquest.engine.debug.frame;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.inquest.engine.debug.UnitFinder;
import org.inquest.engine.debug.type.EntryTypes;
import org.inquest.formats.cfi.CallFrames;
import org.inquest.formats.cfi.FrameRow;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.dwarf.SectionAddresses;
import org.inquest.formats.dwarf.Unit;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.fault.InquestException;

/// One file with debugging information as it lies in a dump's memory: a kernel, a module.
public final class DebugObject {
  private final DwarfFile file;
  private final long shift;
  private final UnitFinder units;
  private final CallFrames frames;
  private final CallFrames exceptions;
  private final Map<DwarfFile, EntryTypes> types = new HashMap<>();
  private final Consumer<String> gaps;

  /// @param elf stays the caller's to close
  /// @param addresses of the sections of a relocatable file
  /// @param shift from the addresses it was linked for to those in memory
  /// @param gaps told of what can't be read
  /// @throws InquestException where it has no debugging information, or none can be read
  public DebugObject(ElfFile elf, SectionAddresses addresses, long shift, Consumer<String> gaps) {
    this.file = DwarfFile.of(elf, addresses);
    this.shift = shift;
    this.units = new UnitFinder(file, gaps);
    this.frames = CallFrames.ofDebugging(elf, addresses);
    this.exceptions = CallFrames.ofExceptions(elf);
    this.gaps = gaps;
  }

  /// Tells of something that makes no sense.
  void damaged(String sentence) {
    gaps.accept(sentence);
  }

  /// What a unit's entries refer to.
  synchronized DebugEntries entries(Unit unit) {
    return new DebugEntries(unit, types.computeIfAbsent(unit.file(), EntryTypes::new));
  }

  /// An address in memory as the file has it.
  long linked(long address) {
    return address - shift;
  }

  /// The other way round.
  long loaded(long address) {
    return address + shift;
  }

  /// Where something is in memory that the file names by its address. An offset in each CPU's area
  /// (a section at address 0) stays one.
  long relocated(long address) {
    for (ElfSection section : file.file().sections()) {
      long at = address - section.address();
      if (section.allocated() && section.address() != 0 && at >= 0 && at < section.size()) {
        return loaded(address);
      }
    }
    return address;
  }

  /// The unit with an address in memory, where it was split off the one with its entries; empty
  /// where none has it.
  ///
  /// @throws InquestException where it is damaged, or what was split off is not there
  Optional<Unit> unitAt(long address) {
    int number = units.unitOf(linked(address));
    if (number < 0) {
      return Optional.empty();
    }
    Unit unit = file.unit(number);
    return unit.split().or(() -> Optional.of(unit));
  }

  /// How the caller's registers are found from an address in memory; empty where nothing is said,
  /// or what is said makes no sense.
  Optional<FrameRow> row(long address) {
    long at = linked(address);
    try {
      return frames.at(at).or(() -> exceptions.at(at)).flatMap(entry -> entry.at(at));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }
}
