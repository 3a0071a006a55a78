package org.inquest.engine.type;

import org.inquest.engine.memory.VirtualMemory;

/// How a number lies in memory, little endian.
///
/// @param size bytes: 1, 2, 4 or 8; of longer ones (`__int128`) the low eight are read
/// @param signed whether the sign bit is extended
public record Scalar(int size, boolean signed) {

  static final Scalar POINTER = new Scalar(8, false);

  /// Reads the number at an address.
  ///
  /// @throws org.inquest.formats.fault.MemoryFault where it can't be read
  public long read(VirtualMemory memory, long address) {
    return switch (size) {
      case 1 -> signed ? memory.readByte(address) : memory.readByte(address) & 0xffL;
      case 2 -> signed ? memory.readShort(address) : memory.readShort(address) & 0xffffL;
      case 4 -> signed ? memory.readInt(address) : memory.readInt(address) & 0xffffffffL;
      default -> size >= 8 ? memory.readLong(address) : readBits(memory, address, 0, size * 8);
    };
  }

  /// Reads a bit-field.
  ///
  /// @param address of the byte that has the field's first bit, or of one before
  /// @param bitOffset of the first bit from there
  /// @param bits 1 to 64
  long readBits(VirtualMemory memory, long address, long bitOffset, int bits) {
    long at = address + (bitOffset >> 3);
    int shift = (int) (bitOffset & 7);
    long value = 0;
    // Byte by byte: a field in the last bytes of a page must not need the next page.
    for (int got = -shift; got < bits; got += 8, at++) {
      long part = memory.readByte(at) & 0xffL;
      value |= got < 0 ? part >>> shift : part << got;
    }
    int unused = 64 - bits;
    return signed ? value << unused >> unused : value << unused >>> unused;
  }
}
