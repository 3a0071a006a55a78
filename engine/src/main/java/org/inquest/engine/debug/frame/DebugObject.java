package org.inquest.engine.debug.frame;

import java.util.Optional;
import java.util.function.Consumer;
import org.inquest.engine.debug.UnitFinder;
import org.inquest.engine.debug.type.EntryTypes;
import org.inquest.formats.cfi.CallFrames;
import org.inquest.formats.cfi.FrameRow;
import org.inquest.formats.dwarf.Attribute;
import org.inquest.formats.dwarf.AttributeValues;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.dwarf.Entries;
import org.inquest.formats.dwarf.SectionAddresses;
import org.inquest.formats.dwarf.Unit;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;

/// One file with debugging information as it lies in a dump's memory: a kernel, a module.
public final class DebugObject {
  /// From a copy of a function to what it is a copy of, and to its declaration.
  private static final int MAX_ORIGINS = 16;

  private final DwarfFile file;
  private final long shift;
  private final UnitFinder units;
  private final CallFrames frames;
  private final CallFrames exceptions;
  private final EntryTypes types;
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
    this.types = new EntryTypes(file);
    this.gaps = gaps;
  }

  /// Tells of something that makes no sense.
  void damaged(String sentence) {
    gaps.accept(sentence);
  }

  EntryTypes types() {
    return types;
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

  /// The unit with an address in memory; empty where none has it.
  Optional<Unit> unitAt(long address) {
    int unit = units.unitOf(linked(address));
    return unit < 0 ? Optional.empty() : Optional.of(file.unit(unit));
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

  /// A reader that stands on an entry.
  ///
  /// @param offset in `.debug_info`
  /// @throws MalformedInput where there is none
  Entries entry(long offset) {
    int unit = file.unitAt(offset);
    Entries entries = unit < 0 ? null : file.unit(unit).entriesFrom(offset);
    if (entries == null || !entries.next()) {
      throw new MalformedInput("debugging information", offset, "an entry", "none");
    }
    return entries;
  }

  /// The nearest entry that has an attribute, of an entry and of those it is a copy or the
  /// definition of.
  ///
  /// @throws InquestException where they make no sense
  Optional<AttributeValues> described(AttributeValues own, int attribute) {
    AttributeValues values = own;
    for (int hops = 0; hops < MAX_ORIGINS; hops++) {
      if (values.has(attribute)) {
        return Optional.of(values);
      }
      long origin = values.reference(Attribute.ABSTRACT_ORIGIN);
      if (origin < 0) {
        origin = values.reference(Attribute.SPECIFICATION);
      }
      if (origin < 0) {
        return Optional.empty();
      }
      values = entry(origin).attributes();
    }
    return Optional.empty();
  }

  /// The name of an entry, or of what it is a copy or the definition of; empty where none has one.
  ///
  /// @throws InquestException where they make no sense
  String name(AttributeValues values) {
    return described(values, Attribute.NAME).flatMap(v -> v.text(Attribute.NAME)).orElse("");
  }
}
