package org.inquest.formats.elf;

import org.inquest.formats.bytes.Cursor;

/// `Elf64_Shdr`, with its name looked up.
///
/// @param index its number, by which symbols and other sections refer to it
/// @param name in `.shstrtab`; empty where the file has none
/// @param type `sh_type`
/// @param flags `sh_flags`
/// @param address `sh_addr`: where it lies in memory; 0 in relocatable files
/// @param offset `sh_offset`
/// @param size `sh_size` in bytes; for [#SHT_NOBITS] none of them are in the file
/// @param link `sh_link`: of a symbol table its strings, of relocations their symbols
/// @param info `sh_info`: of relocations the section they change
/// @param alignment `sh_addralign`
/// @param entrySize `sh_entsize`
public record ElfSection(
    int index,
    String name,
    int type,
    long flags,
    long address,
    long offset,
    long size,
    int link,
    int info,
    long alignment,
    long entrySize) {
  public static final int SHT_PROGBITS = 1;
  public static final int SHT_SYMTAB = 2;
  public static final int SHT_RELA = 4;
  public static final int SHT_NOTE = 7;
  public static final int SHT_NOBITS = 8;
  public static final int SHT_DYNSYM = 11;

  /// `SHN_ABS` and above: a symbol's section is none of the table's.
  public static final int SHN_RESERVED = 0xff00;

  private static final int SHF_WRITE = 1;
  private static final int SHF_ALLOC = 2;
  private static final int SHF_EXECINSTR = 4;

  static final int SIZE = 64;

  static ElfSection read(int index, Cursor cursor, NameTable names) {
    String name = names.name(cursor.s32());
    int type = cursor.s32();
    long flags = cursor.u64();
    long address = cursor.u64();
    long offset = cursor.u64();
    long size = cursor.u64();
    int link = cursor.s32();
    int info = cursor.s32();
    return new ElfSection(
        index, name, type, flags, address, offset, size, link, info, cursor.u64(), cursor.u64());
  }

  /// Whether it is in memory when the program runs.
  public boolean allocated() {
    return (flags & SHF_ALLOC) != 0;
  }

  public boolean writable() {
    return (flags & SHF_WRITE) != 0;
  }

  public boolean executable() {
    return (flags & SHF_EXECINSTR) != 0;
  }

  /// Whether its bytes are in the file.
  public boolean hasBytes() {
    return type != SHT_NOBITS;
  }

  /// Whether an address of the running program lies in it.
  public boolean contains(long other) {
    return Long.compareUnsigned(other - address, size) < 0;
  }
}
