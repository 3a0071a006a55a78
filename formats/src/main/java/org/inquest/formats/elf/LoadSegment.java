package org.inquest.formats.elf;

import org.inquest.formats.bytes.Cursor;

/// A program header, `Elf64_Phdr`. Those of type [#PT_LOAD] are what is loaded into memory; others
/// point at a part of it.
///
/// @param type `p_type`
/// @param flags `p_flags`
/// @param offset `p_offset`
/// @param address `p_vaddr`
/// @param fileSize `p_filesz`: bytes in the file; those behind are zero
/// @param size `p_memsz`
public record LoadSegment(
    int type, int flags, long offset, long address, long fileSize, long size) {
  public static final int PT_LOAD = 1;
  public static final int PT_NOTE = 4;

  /// `.eh_frame_hdr` (LSB Core, "Program Header").
  public static final int PT_GNU_EH_FRAME = 0x6474_e550;

  private static final int PF_X = 1;
  private static final int PF_W = 2;

  static LoadSegment read(Cursor cursor) {
    int type = cursor.s32();
    int flags = cursor.s32();
    long offset = cursor.u64();
    long address = cursor.u64();
    cursor.skip(8); // p_paddr
    return new LoadSegment(type, flags, offset, address, cursor.u64(), cursor.u64());
  }

  public boolean executable() {
    return (flags & PF_X) != 0;
  }

  public boolean writable() {
    return (flags & PF_W) != 0;
  }
}
