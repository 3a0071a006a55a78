package org.inquest.formats.elf;

import java.nio.ByteBuffer;
import org.inquest.formats.bytes.ByteSource;

/// A section of relocations with addends, `Elf64_Rela[]`, read where it is asked.
public final class ElfRelocations {
  private static final int SIZE = 24;

  private final ByteBuffer entries;
  private final int count;

  ElfRelocations(ByteSource file, ElfSection table) {
    this.entries = ElfFile.buffer(file, table.offset(), table.size());
    this.count = (int) (table.size() / SIZE);
  }

  public int size() {
    return count;
  }

  /// Where the change is: an address; in a relocatable file an offset in the section.
  public long offset(int i) {
    return entries.getLong(at(i));
  }

  /// What is to be done, `R_X86_64_PC32` and the like; the machine's own numbers.
  public int type(int i) {
    return entries.getInt(at(i) + 8);
  }

  /// The number of the symbol in the linked table; 0 for none.
  public int symbol(int i) {
    return entries.getInt(at(i) + 12);
  }

  public long addend(int i) {
    return entries.getLong(at(i) + 16);
  }

  private static int at(int i) {
    return i * SIZE;
  }
}
