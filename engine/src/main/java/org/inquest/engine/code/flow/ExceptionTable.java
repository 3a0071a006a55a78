package org.inquest.engine.code.flow;

import java.util.OptionalLong;
import org.inquest.formats.bytes.AddressReader;
import org.inquest.formats.fault.MemoryFault;

/// The instructions of an x86-64 kernel or module that may fault, and where it goes on then: the
/// section `__ex_table`, sorted by the instructions' addresses (scripts/sorttable.c; `sort_extable`
/// of lib/extable.c for modules).
///
/// An entry is three 32-bit numbers: the distances from their own places to the instruction and to
/// the fix-up, and what to do there (`struct exception_table_entry`,
/// arch/x86/include/asm/extable.h, of that size since 548acf19234d).
///
/// @param memory that the table is in
/// @param start its address
/// @param end behind its last byte
public record ExceptionTable(AddressReader memory, long start, long end) {
  private static final int ENTRY = 12;
  private static final int FIXUP = 4;

  /// Where control goes when an instruction faults.
  public OptionalLong fixup(long instruction) {
    long low = 0;
    long high = Math.max(0, Long.divideUnsigned(end - start, ENTRY));
    while (low < high) {
      long middle = (low + high) >>> 1;
      OptionalLong address = target(start + middle * ENTRY);
      if (address.isEmpty()) {
        return OptionalLong.empty();
      }
      int order = Long.compareUnsigned(address.getAsLong(), instruction);
      if (order == 0) {
        return target(start + middle * ENTRY + FIXUP);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return OptionalLong.empty();
  }

  private OptionalLong target(long at) {
    OptionalLong distance = number(memory, at);
    return distance.isPresent() ? OptionalLong.of(at + distance.getAsLong()) : distance;
  }

  /// A signed 32-bit number, little endian.
  static OptionalLong number(AddressReader memory, long at) {
    byte[] bytes = new byte[Integer.BYTES];
    try {
      memory.read(at, bytes, 0, bytes.length);
    } catch (MemoryFault e) {
      return OptionalLong.empty();
    }
    int value = 0;
    for (int i = Integer.BYTES - 1; i >= 0; i--) {
      value = value << Byte.SIZE | bytes[i] & 0xff;
    }
    return OptionalLong.of(value);
  }
}
