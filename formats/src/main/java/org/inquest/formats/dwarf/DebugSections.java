package org.inquest.formats.dwarf;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;

/// The sections of a file with debugging information by their names without dot and prefix:
/// `debug_info` is `.debug_info`, plain or compressed (`SHF_COMPRESSED`), or `.zdebug_info`. Packed
/// ones are unpacked when first asked for, and then stay.
final class DebugSections {
  private static final long SHF_COMPRESSED = 0x800;

  private final ElfFile file;
  private final Map<String, DebugSection> known = new HashMap<>();

  DebugSections(ElfFile file) {
    this.file = file;
  }

  /// A section; an empty one where the file has none of that name.
  ///
  /// @throws org.inquest.formats.fault.InquestException where it lies outside the file or can't be
  ///   unpacked
  synchronized DebugSection get(String name) {
    DebugSection section = known.get(name);
    if (section == null) {
      section = read(name);
      known.put(name, section);
    }
    return section;
  }

  private DebugSection read(String name) {
    String title = file.bytes().name() + " ." + name;
    Optional<ElfSection> plain = file.section("." + name).filter(ElfSection::hasBytes);
    if (plain.isPresent()) {
      ElfSection section = plain.get();
      MemorySegment bytes = file.bytes().slice(section.offset(), section.size());
      boolean packed = (section.flags() & SHF_COMPRESSED) != 0;
      return new DebugSection(title, 0, packed ? PackedSection.unpack(title, bytes) : bytes);
    }
    Optional<ElfSection> old = file.section(".z" + name).filter(ElfSection::hasBytes);
    if (old.isPresent()) {
      MemorySegment bytes = file.bytes().slice(old.get().offset(), old.get().size());
      return new DebugSection(title, 0, PackedSection.unpackOld(title, bytes));
    }
    return new DebugSection(title, 0, MemorySegment.ofArray(new byte[0]));
  }
}
