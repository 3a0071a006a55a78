package org.inquest.kernel.printk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.type.BtfTypes;
import org.inquest.engine.type.Types;
import org.inquest.formats.btf.Btf;
import org.inquest.formats.testkit.BtfImage;
import org.inquest.formats.testkit.SparseMemory;

/// Kernel memory for log tests: regions that are written to before they are read.
final class LogMemory implements VirtualMemory {
  private final SparseMemory pieces = new SparseMemory();

  /// A zeroed region, to be written through the buffer.
  ByteBuffer region(long address, int size) {
    byte[] bytes = new byte[size];
    pieces.put(address, bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Eight bytes of their own.
  void word(long address, long value) {
    region(address, 8).putLong(0, value);
  }

  /// A kernel without types: VMCOREINFO has to do.
  static Types noTypes() {
    return new Types(BtfTypes.of(Btf.parse(new BtfImage().bytes(), "none")));
  }

  static void text(ByteBuffer buffer, int at, String text) {
    buffer.put(at, text.getBytes(StandardCharsets.UTF_8));
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
