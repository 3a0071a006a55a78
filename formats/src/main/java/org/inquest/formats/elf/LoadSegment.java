package org.inquest.formats.elf;

import org.inquest.formats.bytes.Cursor;

/// A program header of type `PT_LOAD`, `Elf64_Phdr`.
///
/// @param flags `p_flags`
/// @param offset `p_offset`
/// @param address `p_vaddr`
/// @param fileSize `p_filesz`: bytes in the file; those behind are zero
/// @param size `p_memsz`
public record LoadSegment(int flags, long offset, long address, long fileSize, long size) {
  static final int PT_LOAD = 1;

  private static final int PF_X = 1;
  private static final int PF_W = 2;

  /// @param cursor behind `p_type`
  static LoadSegment read(Cursor cursor) {
    int flags = cursor.s32();
    long offset = cursor.u64();
    long address = cursor.u64();
    cursor.skip(8); // p_paddr
    return new LoadSegment(flags, offset, address, cursor.u64(), cursor.u64());
  }

  public boolean executable() {
    return (flags & PF_X) != 0;
  }

  public boolean writable() {
    return (flags & PF_W) != 0;
  }
}
