package org.inquest.engine.object;

import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.type.ArrayType;
import org.inquest.engine.type.IntType;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.PointerType;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unsupported;
import org.jspecify.annotations.Nullable;

/// A typed value at an address of a target. Nothing is read before a value is asked for.
///
/// A pointer to a struct can be asked for members like the struct itself; the pointer is followed
/// then, as `->` does.
///
/// ```java
/// KObject task = new KObject(memory, types.type("struct task_struct"), address);
/// int pid = task.member("pid").asInt();
/// long owner = task.member("mm").member("mmap_lock.owner").asLong();
/// ```
///
/// The plain forms throw [MemoryFault] where memory can't be read and [NotFound] for members that
/// do not exist; the `find` forms are empty instead.
public final class KObject {
  /// Longest string that [#asString] takes from a `char *`.
  private static final int MAX_STRING = 4096;

  private final VirtualMemory memory;
  private final Type type;
  private final long address;

  /// The member this was reached by, if that is a bit-field.
  private final @Nullable Member bits;

  private final long structAddress;

  /// @param address where the value begins
  public KObject(VirtualMemory memory, Type type, long address) {
    this(memory, type, address, null, 0);
  }

  private KObject(
      VirtualMemory memory, Type type, long address, @Nullable Member bits, long structAddress) {
    this.memory = memory;
    this.type = type;
    this.address = address;
    this.bits = bits;
    this.structAddress = structAddress;
  }

  /// The address space it is in.
  public VirtualMemory memory() {
    return memory;
  }

  /// The declared type.
  public Type type() {
    return type;
  }

  /// Where the value begins; of a bit-field, the byte with its first bit.
  public long address() {
    return address;
  }

  /// A member by name or dotted path, see [StructType]; through one pointer if this is one.
  ///
  /// @throws NotFound where the type has none
  public KObject member(String path) {
    StructType struct = struct();
    return at(struct.member(path), structBase());
  }

  /// Like [#member], or empty where the type has none. Pointers are followed only if there is such
  /// a member.
  public Optional<KObject> findMember(String path) {
    Optional<Member> member = struct().findMember(path);
    return member.isEmpty() ? Optional.empty() : Optional.of(at(member.get(), structBase()));
  }

  /// The first of several members that exists: for members that were renamed; newest name first.
  ///
  /// @throws NotFound where the type has none of them
  public KObject memberOf(String... paths) {
    return at(struct().memberOf(paths), structBase());
  }

  /// A member looked up before, of this very type.
  public KObject member(Member member) {
    return at(member, structBase());
  }

  /// Whether the type has a member.
  public boolean has(String path) {
    return struct().has(path);
  }

  private KObject at(Member member, long base) {
    return member.bitSize() == 0
        ? new KObject(memory, member.type(), base + member.offset())
        : new KObject(memory, member.type(), base + member.offset(), member, base);
  }

  private StructType struct() {
    Type plain = type.underlying();
    if (plain instanceof PointerType pointer) {
      plain = pointer.target().underlying();
    }
    if (plain instanceof StructType struct) {
      return struct;
    }
    throw new Unsupported(type.name() + " has no members");
  }

  private long structBase() {
    return type.underlying() instanceof PointerType ? memory.readLong(address) : address;
  }

  /// What a pointer points to. The pointer is read; what is behind it is not.
  public KObject deref() {
    if (type.underlying() instanceof PointerType pointer) {
      return new KObject(memory, pointer.target(), memory.readLong(address));
    }
    throw new Unsupported(type.name() + " is not a pointer");
  }

  /// An element of an array, or of what a pointer points to. The index is not checked against the
  /// array's length: C has too many arrays that are longer than declared.
  public KObject index(long i) {
    return switch (type.underlying()) {
      case ArrayType array ->
          new KObject(memory, array.element(), address + i * array.element().size());
      case PointerType pointer ->
          new KObject(
              memory, pointer.target(), memory.readLong(address) + i * pointer.target().size());
      default -> throw new Unsupported(type.name() + " has no elements");
    };
  }

  /// The declared number of an array's elements; 0 where this is no array.
  public long length() {
    return type.underlying() instanceof ArrayType array ? array.count() : 0;
  }

  /// The same address seen as another type.
  public KObject cast(Type other) {
    return new KObject(memory, other, address);
  }

  /// The struct that this is a member of: C's `container_of`.
  ///
  /// @throws NotFound where the struct has no such member
  public KObject containerOf(StructType struct, String member) {
    return new KObject(memory, struct, address - struct.offsetOf(member));
  }

  /// The value as a number, extended to 64 bits as its type asks; a pointer's value is an address.
  ///
  /// @throws Unsupported where the type is no number
  public long asLong() {
    if (bits != null) {
      return bits.readLong(memory, structAddress);
    }
    var scalar = type.scalar();
    if (scalar == null) {
      throw new Unsupported(type.name() + " is not a number");
    }
    return scalar.read(memory, address);
  }

  /// [#asLong], or empty where it can't be read.
  public OptionalLong findLong() {
    try {
      return OptionalLong.of(asLong());
    } catch (MemoryFault e) {
      return OptionalLong.empty();
    }
  }

  /// [#asLong], cut to 32 bits.
  public int asInt() {
    return (int) asLong();
  }

  /// The value as a number without sign, whatever its type says.
  public long asUnsigned() {
    long value = asLong();
    int width = bits == null ? (int) type.size() * 8 : bits.bitSize();
    return width >= 64 ? value : value & (1L << width) - 1;
  }

  /// Whether the value is not zero.
  public boolean asBool() {
    return asLong() != 0;
  }

  /// Whether a pointer or number is zero.
  public boolean isZero() {
    return asLong() == 0;
  }

  /// The text in a `char` array, or at a `char *`, up to its NUL. Bytes that are no UTF-8 become
  /// U+FFFD.
  public String asString() {
    return switch (type.underlying()) {
      case ArrayType array when isByte(array.element()) ->
          memory.readString(address, array.count() == 0 ? MAX_STRING : bounded(array.count()));
      case PointerType pointer -> memory.readString(memory.readLong(address), MAX_STRING);
      default -> throw new Unsupported(type.name() + " is not a string");
    };
  }

  /// [#asString], or empty where it can't be read.
  public Optional<String> findString() {
    try {
      return Optional.of(asString());
    } catch (MemoryFault e) {
      return Optional.empty();
    }
  }

  private static boolean isByte(Type element) {
    return element.underlying() instanceof IntType number && number.size() == 1;
  }

  private static int bounded(long count) {
    return (int) Math.min(count, MAX_STRING);
  }

  /// `(struct list_head) 0xffff888003c01234`.
  @Override
  public String toString() {
    return "(" + type.name() + ") 0x" + Long.toHexString(address);
  }
}
