package org.inquest.formats.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Writes ELF64 cores of a kernel, in the orders that writers use.
public final class ElfCoreImage {
  private static final int HEADER = 64;
  private static final int SEGMENT = 56;
  private static final int SECTION = 64;

  private final List<Load> loads = new ArrayList<>();
  private byte[] notes = new byte[0];
  private int flags;
  private int machine = 62;
  private int type = 4;
  private boolean sectionsFirst;
  private boolean extendedCount;

  private record Load(long paddr, long vaddr, byte[] content, long memsz, boolean leftOut) {}

  public ElfCoreImage notes(byte[] value) {
    notes = value;
    return this;
  }

  public ElfCoreImage flags(int value) {
    flags = value;
    return this;
  }

  public ElfCoreImage machine(int value) {
    machine = value;
    return this;
  }

  /// `e_type`.
  public ElfCoreImage type(int value) {
    type = value;
    return this;
  }

  /// Section headers before program headers, as QEMU does since 7.2.
  public ElfCoreImage sectionsFirst() {
    sectionsFirst = true;
    return this;
  }

  /// The count of program headers in section header 0, as from 65535 on.
  public ElfCoreImage extendedCount() {
    extendedCount = true;
    return this;
  }

  /// A PT_LOAD whose bytes are all in the file.
  public ElfCoreImage load(long paddr, byte[] content) {
    return load(paddr, content, content.length);
  }

  /// A PT_LOAD with `p_memsz` of its own.
  public ElfCoreImage load(long paddr, byte[] content, long memsz) {
    loads.add(new Load(paddr, 0xffff888000000000L + paddr, content, memsz, false));
    return this;
  }

  /// A PT_LOAD with `p_offset` -1, for memory outside QEMU's filter.
  public ElfCoreImage leftOut(long paddr, long memsz) {
    loads.add(new Load(paddr, paddr, new byte[0], memsz, true));
    return this;
  }

  /// The file.
  public byte[] bytes() {
    int count = loads.size() + 1;
    boolean sections = sectionsFirst || extendedCount;
    int segmentsAt = HEADER + (sectionsFirst ? SECTION : 0);
    int sectionsAt = sectionsFirst ? HEADER : segmentsAt + count * SEGMENT;
    int notesAt = segmentsAt + count * SEGMENT + (sections && !sectionsFirst ? SECTION : 0);
    int size = notesAt + notes.length;
    for (Load load : loads) {
      size += load.content.length;
    }
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    file.putShort((short) type).putShort((short) machine).putInt(1).putLong(0);
    file.putLong(segmentsAt).putLong(sections ? sectionsAt : 0).putInt(flags);
    file.putShort((short) HEADER).putShort((short) SEGMENT);
    file.putShort((short) (extendedCount ? 0xffff : count));
    file.putShort((short) (sections ? SECTION : 0)).putShort((short) (sections ? 1 : 0));
    if (sections) {
      file.putInt(sectionsAt + 44, count);
    }
    file.position(segmentsAt);
    segment(file, 4, notesAt, 0, 0, notes.length, notes.length);
    int at = notesAt + notes.length;
    for (Load load : loads) {
      long offset = load.leftOut ? -1 : at;
      segment(file, 1, offset, load.vaddr, load.paddr, load.content.length, load.memsz);
      file.put(at, load.content);
      at += load.content.length;
    }
    file.put(notesAt, notes);
    return file.array();
  }

  private static void segment(
      ByteBuffer file, int type, long offset, long vaddr, long paddr, long filesz, long memsz) {
    file.putInt(type).putInt(7).putLong(offset).putLong(vaddr).putLong(paddr);
    file.putLong(filesz).putLong(memsz).putLong(0);
  }
}
