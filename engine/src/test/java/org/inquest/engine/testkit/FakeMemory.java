package org.inquest.engine.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.formats.testkit.SparseMemory;

/// Virtual memory made of pieces at chosen addresses. A piece stays the caller's: what is written
/// to its array later is read.
public final class FakeMemory implements VirtualMemory {
  private final SparseMemory pieces = new SparseMemory();

  /// Puts bytes, given as numbers, at an address.
  public FakeMemory put(long address, int... bytes) {
    byte[] piece = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      piece[i] = (byte) bytes[i];
    }
    pieces.put(address, piece);
    return this;
  }

  /// Puts a piece at an address.
  public FakeMemory put(long address, byte[] bytes) {
    pieces.put(address, bytes);
    return this;
  }

  /// A zeroed piece, to be written through the buffer.
  public ByteBuffer region(long address, int size) {
    byte[] bytes = new byte[size];
    pieces.put(address, bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Eight bytes of their own.
  public FakeMemory word(long address, long value) {
    region(address, 8).putLong(0, value);
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
