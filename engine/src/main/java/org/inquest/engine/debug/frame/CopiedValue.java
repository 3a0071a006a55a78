package org.inquest.engine.debug.frame;

import java.lang.foreign.MemorySegment;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.formats.bytes.Bytes;

/// A value that is in no memory, laid where no machine has any, in front of the memory that its
/// pointers lead to.
record CopiedValue(byte[] bytes, VirtualMemory memory) implements VirtualMemory {
  /// Not a canonical address, with 4 or 5 levels of page tables.
  static final long ADDRESS = 0x0f00_0000_0000_0000L;

  private boolean inside(long address, int length) {
    long at = address - ADDRESS;
    return at >= 0 && at <= bytes.length - length;
  }

  private MemorySegment copy() {
    return MemorySegment.ofArray(bytes);
  }

  @Override
  public void read(long address, byte[] target, int offset, int length) {
    if (inside(address, length)) {
      System.arraycopy(bytes, (int) (address - ADDRESS), target, offset, length);
    } else {
      memory.read(address, target, offset, length);
    }
  }

  @Override
  public long readLong(long address) {
    return inside(address, Long.BYTES)
        ? copy().get(Bytes.U64, address - ADDRESS)
        : memory.readLong(address);
  }

  @Override
  public int readInt(long address) {
    return inside(address, Integer.BYTES)
        ? copy().get(Bytes.U32, address - ADDRESS)
        : memory.readInt(address);
  }

  @Override
  public short readShort(long address) {
    return inside(address, Short.BYTES)
        ? copy().get(Bytes.U16, address - ADDRESS)
        : memory.readShort(address);
  }

  @Override
  public byte readByte(long address) {
    return inside(address, 1) ? bytes[(int) (address - ADDRESS)] : memory.readByte(address);
  }

  @Override
  public long translate(long address) {
    return memory.translate(address);
  }
}
