package org.inquest.kernel.list;

import java.util.HashMap;
import java.util.Map;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.formats.fault.MemoryFault;

/// Memory made of the words a test names; everything else is not mapped.
final class WordMemory implements VirtualMemory {
  private final Map<Long, Long> words = new HashMap<>();

  /// Puts a word at an address that is a multiple of eight.
  WordMemory put(long address, long... values) {
    for (int i = 0; i < values.length; i++) {
      words.put(address + 8L * i, values[i]);
    }
    return this;
  }

  @Override
  public byte readByte(long address) {
    Long word = words.get(address & ~7L);
    if (word == null) {
      throw new MemoryFault(address, false, MemoryFault.Reason.NOT_MAPPED);
    }
    return (byte) (word >>> (address & 7) * 8);
  }

  @Override
  public void read(long address, byte[] target, int offset, int length) {
    for (int i = 0; i < length; i++) {
      target[offset + i] = readByte(address + i);
    }
  }

  @Override
  public long readLong(long address) {
    long value = 0;
    for (int i = 7; i >= 0; i--) {
      value = value << 8 | readByte(address + i) & 0xff;
    }
    return value;
  }

  @Override
  public int readInt(long address) {
    return (readShort(address) & 0xffff) | readShort(address + 2) << 16;
  }

  @Override
  public short readShort(long address) {
    return (short) (readByte(address) & 0xff | readByte(address + 1) << 8);
  }

  @Override
  public long translate(long address) {
    return address;
  }
}
