package org.inquest.formats.dwarf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfRelocations;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.elf.ElfSymbols;

/// Applies the relocations of a section of debugging information, in a copy outside of the Java
/// heap. There are two kinds, for addresses and for offsets in other sections, each in 64 and 32
/// bits: symbol plus addend (psABI x86-64, table 4.9; ELF for the Arm 64-bit Architecture, 5.7.4).
final class RelocatedSection {
  private static final int EM_X86_64 = 62;
  private static final int EM_AARCH64 = 183;
  private static final int R_X86_64_64 = 1;
  private static final int R_X86_64_32 = 10;
  private static final int R_X86_64_32S = 11;
  private static final int R_AARCH64_ABS64 = 257;
  private static final int R_AARCH64_ABS32 = 258;

  private final ElfFile file;
  private final ElfSymbols symbols;
  private final SectionAddresses addresses;

  private RelocatedSection(ElfFile file, ElfSymbols symbols, SectionAddresses addresses) {
    this.file = file;
    this.symbols = symbols;
    this.addresses = addresses;
  }

  /// The bytes of a section with all its relocations applied; its own where it has none.
  ///
  /// @param bytes unpacked
  /// @throws org.inquest.formats.fault.MalformedInput where its relocations lie outside the file
  static MemorySegment apply(
      ElfFile file, ElfSection section, MemorySegment bytes, SectionAddresses addresses) {
    List<ElfSection> tables =
        file.sections().stream()
            .filter(table -> table.type() == ElfSection.SHT_RELA)
            .filter(table -> table.info() == section.index())
            .filter(table -> table.link() > 0 && table.link() < file.sections().size())
            .toList();
    if (tables.isEmpty()) {
      return bytes;
    }
    MemorySegment changed = Arena.ofAuto().allocate(bytes.byteSize(), Long.BYTES).copyFrom(bytes);
    for (ElfSection table : tables) {
      ElfSymbols symbols = file.symbols(file.sections().get(table.link()));
      new RelocatedSection(file, symbols, addresses).apply(file.relocations(table), changed);
    }
    return changed;
  }

  private void apply(ElfRelocations all, MemorySegment bytes) {
    for (int i = 0; i < all.size(); i++) {
      int size = size(all.type(i));
      long at = all.offset(i);
      // What is not for debugging information, or leads outside, changes nothing.
      if (size > 0 && at >= 0 && at <= bytes.byteSize() - size) {
        long value = value(all.symbol(i)) + all.addend(i);
        if (size == Long.BYTES) {
          bytes.set(Bytes.U64, at, value);
        } else {
          bytes.set(Bytes.U32, at, (int) value);
        }
      }
    }
  }

  private long value(int symbol) {
    if (symbol <= 0 || symbol >= symbols.size()) {
      return 0;
    }
    int section = symbols.section(symbol);
    // What refers to another section of debugging information counts from that section's start.
    boolean placed =
        section > 0 && section < file.sections().size() && file.sections().get(section).allocated();
    return symbols.value(symbol) + (placed ? addresses.address(section) : 0);
  }

  /// Bytes that a relocation changes; 0 for kinds that do not occur here.
  private int size(int type) {
    return switch (file.machine()) {
      case EM_X86_64 ->
          switch (type) {
            case R_X86_64_64 -> Long.BYTES;
            case R_X86_64_32, R_X86_64_32S -> Integer.BYTES;
            default -> 0;
          };
      case EM_AARCH64 ->
          switch (type) {
            case R_AARCH64_ABS64 -> Long.BYTES;
            case R_AARCH64_ABS32 -> Integer.BYTES;
            default -> 0;
          };
      default -> 0;
    };
  }
}
