package org.inquest.engine.type;

import org.inquest.engine.memory.VirtualMemory;
import org.inquest.formats.fault.Unsupported;
import org.jspecify.annotations.Nullable;

/// A member of a struct or union, looked up once and read often: the handle for inner loops.
///
/// ```java
/// Member state = task.memberOf("__state", "state");
/// for (long t : tasks) { state.readLong(memory, t); }
/// ```
public final class Member {
  private final String name;
  private final Type type;
  private final long bitOffset;
  private final int bitSize;
  private final @Nullable Scalar scalar;

  /// @param name as asked for, perhaps a path; empty for an anonymous struct or union
  /// @param bitOffset from the start of the struct that was asked, in bits
  /// @param bitSize of a bit-field; 0 for other members
  public Member(String name, Type type, long bitOffset, int bitSize) {
    this.name = name;
    this.type = type;
    this.bitOffset = bitOffset;
    this.bitSize = bitSize;
    this.scalar = type.scalar();
  }

  /// The name or path it was asked by; empty for an anonymous struct or union.
  public String name() {
    return name;
  }

  /// The declared type.
  public Type type() {
    return type;
  }

  /// Bits from the start of the struct.
  public long bitOffset() {
    return bitOffset;
  }

  /// Bits of a bit-field; 0 for other members.
  public int bitSize() {
    return bitSize;
  }

  /// Bytes from the start of the struct; of a bit-field, to the byte with its first bit.
  public long offset() {
    return bitOffset >> 3;
  }

  /// Reads the member as a number, extended as its type asks.
  ///
  /// @param base address of the struct
  /// @throws org.inquest.formats.fault.MemoryFault where it can't be read
  public long readLong(VirtualMemory memory, long base) {
    Scalar number = scalar;
    if (number == null) {
      throw new Unsupported(name + " of type " + type.name() + " is not a number");
    }
    return bitSize == 0
        ? number.read(memory, base + (bitOffset >> 3))
        : number.readBits(memory, base, bitOffset, bitSize);
  }

  /// [#readLong], cut to an `int`.
  public int readInt(VirtualMemory memory, long base) {
    return (int) readLong(memory, base);
  }

  /// The member as one that begins `bits` later, under another name.
  Member within(String path, long bits) {
    return new Member(path, type, bitOffset + bits, bitSize);
  }

  @Override
  public String toString() {
    return type.declare(name) + (bitSize == 0 ? "" : " : " + bitSize) + " @" + offset();
  }
}
