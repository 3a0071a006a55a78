package org.inquest.formats.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.inquest.formats.bytes.AddressReader;
import org.inquest.formats.fault.MemoryFault;

/// Memory made of pieces at chosen addresses; elsewhere reads fault as they do in a filtered dump.
public final class SparseMemory implements AddressReader {
  private final TreeMap<Long, byte[]> pieces = new TreeMap<>();

  /// Puts bytes at an address.
  public SparseMemory put(long address, byte[] bytes) {
    pieces.put(address, bytes);
    return this;
  }

  /// Takes away what lies from an address on in its piece.
  public SparseMemory cut(long address) {
    Map.Entry<Long, byte[]> piece = pieces.floorEntry(address);
    if (piece != null) {
      byte[] kept = java.util.Arrays.copyOf(piece.getValue(), (int) (address - piece.getKey()));
      pieces.put(piece.getKey(), kept);
    }
    return this;
  }

  @Override
  public void read(long address, byte[] target, int offset, int length) {
    for (int i = 0; i < length; i++) {
      target[offset + i] = byteAt(address + i);
    }
  }

  private byte byteAt(long address) {
    Map.Entry<Long, byte[]> piece = pieces.floorEntry(address);
    long inside = piece == null ? -1 : address - piece.getKey();
    if (piece == null || inside >= piece.getValue().length) {
      throw new MemoryFault(address, false, MemoryFault.Reason.FILTERED);
    }
    return piece.getValue()[(int) inside];
  }

  /// Four bytes, little endian.
  public int readInt(long address) {
    byte[] bytes = new byte[4];
    read(address, bytes, 0, 4);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  /// Two bytes, little endian.
  public short readShort(long address) {
    byte[] bytes = new byte[2];
    read(address, bytes, 0, 2);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort();
  }
}
