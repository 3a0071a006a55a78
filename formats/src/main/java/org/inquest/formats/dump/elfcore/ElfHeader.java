package org.inquest.formats.dump.elfcore;

import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.Cursor;
import org.inquest.formats.elf.ElfMagic;
import org.inquest.formats.fault.MalformedInput;

/// `Elf64_Ehdr`, little endian, with the count of program headers settled.
///
/// @param type `e_type`, [#ET_CORE] for a core
/// @param machine `e_machine`
/// @param phoff `e_phoff`
/// @param flags `e_flags`; makedumpfile sets [#INCOMPLETE]
/// @param phentsize `e_phentsize`
/// @param phnum `e_phnum`, or section header 0's `sh_info` where that says [#PN_XNUM]
record ElfHeader(int type, int machine, long phoff, int flags, int phentsize, long phnum) {
  static final int SIZE = 64;
  static final int ET_CORE = 4;

  /// `DUMP_ELF_INCOMPLETE` (makedumpfile): the writer ran out of space.
  static final int INCOMPLETE = 1;

  private static final int PN_XNUM = 0xffff;

  /// Whether this is ELF of 64 bits, little endian, of type core.
  static boolean probe(ByteSource source) {
    return isElf(source)
        && wordClass(source) == 2
        && dataOrder(source) == 1
        && source.has(0, 18)
        && source.cursor(16, 2).u16() == ET_CORE;
  }

  static boolean isElf(ByteSource source) {
    return source.has(0, 16) && (int) source.u64(0) == ElfMagic.VALUE;
  }

  /// `EI_CLASS`: 1 for 32, 2 for 64 bits.
  static int wordClass(ByteSource source) {
    return (int) (source.u64(0) >>> 32) & 0xff;
  }

  /// `EI_DATA`: 1 for little, 2 for big endian.
  static int dataOrder(ByteSource source) {
    return (int) (source.u64(0) >>> 40) & 0xff;
  }

  static ElfHeader read(ByteSource source) {
    if (!source.has(0, SIZE)) {
      throw new MalformedInput(
          source.name(), source.size(), "an ELF header of 64 bytes", "the end of file");
    }
    Cursor cursor = source.cursor(0, SIZE).seek(16);
    int type = cursor.u16();
    int machine = cursor.u16();
    cursor.skip(12); // e_version, e_entry
    long phoff = cursor.u64();
    long shoff = cursor.u64();
    int flags = cursor.s32();
    cursor.skip(2);
    int phentsize = cursor.u16();
    long phnum = cursor.u16();
    if (phnum == PN_XNUM) {
      // The real count is in sh_info, 44 bytes into the first section header.
      if (!source.has(shoff, 64)) {
        throw new MalformedInput(
            source.name(), 40, "a section header with the count of program headers", "none");
      }
      phnum = source.cursor(shoff + 44, 4).u32();
    }
    return new ElfHeader(type, machine, phoff, flags, phentsize, phnum);
  }
}
