package org.inquest.engine.debug.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.Type;
import org.inquest.formats.dwarf.Attribute;
import org.inquest.formats.dwarf.AttributeValues;
import org.inquest.formats.dwarf.DebugBytes;
import org.inquest.formats.dwarf.Entries;
import org.inquest.formats.dwarf.Tag;
import org.inquest.formats.fault.InquestException;

/// Reads the members of a struct or union, and where they lie (DWARF 5, 5.7.6; DWARF 3, 5.5.6).
///
/// @param types those of the members
record StructMembers(EntryTypes types) {
  /// Many times what the kernel's largest struct has.
  private static final int MAX_MEMBERS = 1 << 16;

  private static final int DW_OP_CONSTU = 0x10;
  private static final int DW_OP_PLUS_UCONST = 0x23;

  /// The members of the struct at a place, as declared. A base class is a member without a name:
  /// its members are the struct's, as those of an anonymous struct.
  ///
  /// @throws InquestException where they can't be read
  List<Member> of(long struct) {
    List<Member> all = new ArrayList<>();
    Entries entry = types.entry(struct);
    for (boolean more = entry.next(); more && entry.depth() > 0; more = entry.nextSibling()) {
      boolean part = entry.tag() == Tag.MEMBER || entry.tag() == Tag.INHERITANCE;
      if (part && all.size() < MAX_MEMBERS) {
        member(entry.attributes()).ifPresent(all::add);
      }
    }
    return List.copyOf(all);
  }

  /// Empty for a static member of a class, which is elsewhere, and for one whose place has to be
  /// computed from the object's contents (a virtual base class).
  private Optional<Member> member(AttributeValues values) {
    if (values.has(Attribute.DECLARATION) || values.has(Attribute.EXTERNAL)) {
      return Optional.empty();
    }
    Type type = types.of(values);
    int bits = Math.clamp(values.value(Attribute.BIT_SIZE, 0), 0, Long.SIZE);
    OptionalLong offset = bitOffset(values, type, bits);
    return offset.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Member(values.text(Attribute.NAME).orElse(""), type, offset.getAsLong(), bits));
  }

  /// Bits from the start of the struct.
  private static OptionalLong bitOffset(AttributeValues values, Type type, int bits) {
    if (values.has(Attribute.DATA_BIT_OFFSET)) {
      return OptionalLong.of(values.value(Attribute.DATA_BIT_OFFSET, 0));
    }
    OptionalLong bytes = byteOffset(values);
    if (bytes.isEmpty() || !values.has(Attribute.BIT_OFFSET)) {
      return bytes.isEmpty() ? bytes : OptionalLong.of(bytes.getAsLong() * 8);
    }
    // Until DWARF 3: counted from the most significant bit of the unit of storage, which on a
    // little-endian machine is its last.
    long storage = values.value(Attribute.BYTE_SIZE, type.size()) * 8;
    return OptionalLong.of(
        bytes.getAsLong() * 8 + storage - values.value(Attribute.BIT_OFFSET, 0) - bits);
  }

  /// A number, or in DWARF 2 an expression that adds one to the struct's address. Members of unions
  /// have none.
  private static OptionalLong byteOffset(AttributeValues values) {
    Optional<DebugBytes> expression = values.block(Attribute.DATA_MEMBER_LOCATION);
    if (expression.isEmpty()) {
      return OptionalLong.of(values.value(Attribute.DATA_MEMBER_LOCATION, 0));
    }
    DebugBytes in = expression.get();
    int operation = in.left() == 0 ? 0 : in.u8();
    return operation == DW_OP_PLUS_UCONST || operation == DW_OP_CONSTU
        ? OptionalLong.of(in.uleb())
        : OptionalLong.empty();
  }
}
