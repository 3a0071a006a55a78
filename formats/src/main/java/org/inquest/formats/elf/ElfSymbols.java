package org.inquest.formats.elf;

import java.nio.ByteBuffer;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.fault.MalformedInput;

/// A symbol table, `Elf64_Sym[]`, read where it is asked: a kernel has 200,000 entries and most
/// questions are about one.
public final class ElfSymbols {
  public static final int STT_NOTYPE = 0;
  public static final int STT_OBJECT = 1;
  public static final int STT_FUNC = 2;
  public static final int STT_SECTION = 3;
  public static final int STT_FILE = 4;

  /// A function that picks, at link time of the program, the one to be called.
  public static final int STT_GNU_IFUNC = 10;

  public static final int STB_LOCAL = 0;
  public static final int STB_GLOBAL = 1;

  private static final int SIZE = 24;

  private final ByteBuffer entries;
  private final NameTable names;
  private final int count;

  ElfSymbols(ByteSource file, ElfSection table, NameTable names) {
    long entry = table.entrySize() == 0 ? SIZE : table.entrySize();
    if (entry != SIZE) {
      throw new MalformedInput(
          file.name(),
          table.offset(),
          "symbols of " + SIZE + " bytes",
          table.size() + " bytes in entries of " + entry);
    }
    this.entries = ElfFile.buffer(file, table.offset(), table.size());
    this.names = names;
    this.count = (int) (table.size() / SIZE);
  }

  /// How many there are; number 0 is none.
  public int size() {
    return count;
  }

  public String name(int i) {
    return names.name(entries.getInt(at(i)));
  }

  /// Whether a symbol has this name, without making a String of it.
  public boolean isNamed(int i, byte[] name) {
    return names.isName(entries.getInt(at(i)), name);
  }

  /// The first byte of its name, 0 where it has none.
  public byte nameStart(int i) {
    return names.at(entries.getInt(at(i)));
  }

  /// `STT_*`.
  public int type(int i) {
    return info(i) & 0xf;
  }

  /// `STB_*`.
  public int binding(int i) {
    return info(i) >>> 4 & 0xf;
  }

  /// The number of its section; 0 for one that another file defines, [ElfSection#SHN_RESERVED] and
  /// above for none of the sections.
  public int section(int i) {
    return entries.getShort(at(i) + 6) & 0xffff;
  }

  /// An address; in a relocatable file an offset in the section.
  public long value(int i) {
    return entries.getLong(at(i) + 8);
  }

  /// Bytes; 0 where the file does not tell.
  public long bytes(int i) {
    return entries.getLong(at(i) + 16);
  }

  private int info(int i) {
    return entries.get(at(i) + 4);
  }

  private static int at(int i) {
    return i * SIZE;
  }
}
