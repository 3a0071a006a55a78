package org.inquest.formats.dump.elfcore;

import org.inquest.formats.bytes.Cursor;

/// `Elf64_Phdr`, without `p_align`.
///
/// @param type `p_type`
/// @param offset `p_offset`; -1 in QEMU's dumps for a range that its filter left out
/// @param vaddr `p_vaddr`
/// @param paddr `p_paddr`; -1 for memory without a physical address
/// @param filesz `p_filesz`
/// @param memsz `p_memsz`
record ElfSegment(int type, long offset, long vaddr, long paddr, long filesz, long memsz) {
  static final int SIZE = 56;
  static final int PT_LOAD = 1;
  static final int PT_NOTE = 4;

  static ElfSegment read(Cursor cursor) {
    int type = cursor.s32();
    cursor.skip(4); // p_flags
    return new ElfSegment(
        type, cursor.u64(), cursor.u64(), cursor.u64(), cursor.u64(), cursor.u64());
  }
}
