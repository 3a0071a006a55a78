package org.inquest.engine.object;

import org.inquest.engine.memory.VirtualMemory;
import org.inquest.formats.testkit.SparseMemory;

/// Virtual memory made of pieces at chosen addresses.
final class FakeMemory implements VirtualMemory {
  private final SparseMemory pieces = new SparseMemory();

  FakeMemory put(long address, int... bytes) {
    byte[] piece = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      piece[i] = (byte) bytes[i];
    }
    pieces.put(address, piece);
    return this;
  }

  FakeMemory put(long address, byte[] bytes) {
    pieces.put(address, bytes);
    return this;
  }

  @Override
  public void read(long address, byte[] target, int offset, int length) {
    pieces.read(address, target, offset, length);
  }

  @Override
  public long readLong(long address) {
    return readInt(address) & 0xffff_ffffL | (long) readInt(address + 4) << 32;
  }

  @Override
  public int readInt(long address) {
    return pieces.readInt(address);
  }

  @Override
  public short readShort(long address) {
    return pieces.readShort(address);
  }

  @Override
  public byte readByte(long address) {
    return read(address, 1)[0];
  }

  @Override
  public long translate(long address) {
    return address;
  }
}
