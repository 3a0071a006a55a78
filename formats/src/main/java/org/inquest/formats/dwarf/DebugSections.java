package org.inquest.formats.dwarf;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.jspecify.annotations.Nullable;

/// The sections of a file with debugging information by their names without dot and prefix:
/// `debug_info` is `.debug_info`, plain or compressed (`SHF_COMPRESSED`), or `.zdebug_info`. Packed
/// ones are unpacked when first asked for, and then stay.
final class DebugSections {
  private static final long SHF_COMPRESSED = 0x800;

  private final ElfFile file;
  private final SectionAddresses addresses;
  private final String suffix;
  private final Map<String, DebugSection> known = new HashMap<>();
  private volatile @Nullable DebugBytes stringBytes;

  DebugSections(ElfFile file, SectionAddresses addresses) {
    this(file, addresses, "");
  }

  /// @param suffix behind each section's name in the file: `.dwo` in split DWARF
  DebugSections(ElfFile file, SectionAddresses addresses, String suffix) {
    this.file = file;
    this.addresses = addresses;
    this.suffix = suffix;
  }

  /// A section; an empty one where the file has none of that name.
  ///
  /// @throws org.inquest.formats.fault.InquestException where it lies outside the file or can't be
  ///   unpacked
  synchronized DebugSection get(String name) {
    DebugSection section = known.get(name);
    if (section == null) {
      section = read(name + suffix);
      known.put(name, section);
    }
    return section;
  }

  /// All of `.debug_str`, for those who look at many names.
  DebugBytes stringBytes() {
    DebugBytes bytes = stringBytes;
    if (bytes == null) {
      bytes = get("debug_str").at(0);
      stringBytes = bytes;
    }
    return bytes;
  }

  /// The index of a `.dwp` file, whose name has no suffix.
  DebugSection index(String name) {
    return read(name);
  }

  /// A section that is not there.
  static DebugSection none(String name) {
    return new DebugSection(name, 0, MemorySegment.ofArray(new byte[0]));
  }

  private DebugSection read(String name) {
    String title = file.bytes().name() + " ." + name;
    Optional<ElfSection> plain = file.section("." + name).filter(ElfSection::hasBytes);
    if (plain.isPresent()) {
      boolean packed = (plain.get().flags() & SHF_COMPRESSED) != 0;
      MemorySegment bytes = bytes(plain.get());
      return relocated(title, plain.get(), packed ? PackedSection.unpack(title, bytes) : bytes);
    }
    Optional<ElfSection> old = file.section(".z" + name).filter(ElfSection::hasBytes);
    if (old.isPresent()) {
      return relocated(title, old.get(), PackedSection.unpackOld(title, bytes(old.get())));
    }
    return none(title);
  }

  private MemorySegment bytes(ElfSection section) {
    return file.bytes().slice(section.offset(), section.size());
  }

  /// A vmlinux may keep the relocations that its linker has applied already (`--emit-relocs`).
  private DebugSection relocated(String title, ElfSection section, MemorySegment bytes) {
    return new DebugSection(
        title,
        0,
        file.type() == ElfFile.ET_REL
            ? RelocatedSection.apply(file, section, bytes, addresses)
            : bytes);
  }
}
