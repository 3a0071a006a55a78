package org.inquest.engine.debug.type;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.inquest.engine.type.ArrayType;
import org.inquest.engine.type.EnumType;
import org.inquest.engine.type.FloatType;
import org.inquest.engine.type.ForwardType;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.IntType;
import org.inquest.engine.type.PointerType;
import org.inquest.engine.type.QualifiedType;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.TypeSource;
import org.inquest.engine.type.TypedefType;
import org.inquest.engine.type.VoidType;
import org.inquest.formats.dwarf.Attribute;
import org.inquest.formats.dwarf.AttributeValues;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.dwarf.Entries;
import org.inquest.formats.dwarf.Tag;
import org.inquest.formats.dwarf.Unit;
import org.inquest.formats.fault.MalformedInput;

/// The C type that an entry of debugging information describes (DWARF 5, chapter 5). An entry is
/// known by its place in `.debug_info`. Members and enumerators are read when first asked for, the
/// types asked for last are kept.
///
/// ```java
/// Type type = types.of(variable.attributes()); // what its DW_AT_type refers to
/// ```
///
/// Safe for use by several threads.
public final class EntryTypes {
  /// Links from a pointer through typedefs and qualifiers to what they are of. In forged entries
  /// they may go in circles.
  private static final int MAX_CHAIN = 64;

  /// A type takes some hundred bytes, of its members some more.
  private static final int MAX_KEPT = 1 << 13;

  /// Parameters of a function and dimensions of an array that are read.
  private static final int MAX_PARTS = 1 << 10;

  /// Bytes of the largest type that is believed; the address space of a kernel has less.
  private static final long MAX_SIZE = 1L << 47;

  private final DwarfFile file;
  private final Definitions definitions;
  private final Map<Long, Type> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Type> eldest) {
          return size() > MAX_KEPT;
        }
      };

  /// @param file stays the caller's to close
  public EntryTypes(DwarfFile file, Definitions definitions) {
    this.file = file;
    this.definitions = definitions;
  }

  /// Types of which those that a unit only declares are [ForwardType]s.
  public EntryTypes(DwarfFile file) {
    this(file, Definitions.NONE);
  }

  /// The type that an entry describes: one of the tags `DW_TAG_*_type`, or a function
  /// (`DW_TAG_subprogram`). What C has no type for is `void`.
  ///
  /// @param offset of the entry's first byte, as [Entries#offset] has it
  /// @throws org.inquest.formats.fault.InquestException where there is no entry, or what it says
  ///   makes no type
  public Type at(long offset) {
    return at(offset, 0);
  }

  /// The type that an entry says it is of, by its `DW_AT_type`; `void` where it says none.
  ///
  /// @throws org.inquest.formats.fault.InquestException as for [#at(long)], or where the type is in
  ///   another file
  public Type of(AttributeValues entry) {
    return of(entry, 0);
  }

  Type of(AttributeValues entry, int depth) {
    if (!entry.has(Attribute.TYPE)) {
      return VoidType.VOID;
    }
    long offset = entry.reference(Attribute.TYPE);
    if (offset < 0) {
      throw malformed(offset, "a type in this file", "a reference to another one");
    }
    return at(offset, depth);
  }

  private Type at(long offset, int depth) {
    synchronized (kept) {
      Type known = kept.get(offset);
      if (known != null) {
        return known;
      }
    }
    if (depth > MAX_CHAIN) {
      throw malformed(offset, "a type", "a circle of types");
    }
    Type made = make(entry(offset), depth + 1);
    synchronized (kept) {
      kept.put(offset, made);
    }
    return made;
  }

  /// A reader that stands on an entry.
  Entries entry(long offset) {
    int number = file.unitAt(offset);
    if (number < 0) {
      throw malformed(offset, "an entry", "no unit");
    }
    Unit unit = file.unit(number);
    if (offset < unit.header().firstEntry()) {
      throw malformed(offset, "an entry", "the header of a unit");
    }
    Entries entries = unit.entriesFrom(offset);
    if (!entries.next()) {
      throw malformed(offset, "an entry", "the end of a unit");
    }
    return entries;
  }

  MalformedInput malformed(long offset, String expected, String found) {
    return new MalformedInput(file.file().bytes().name() + " .debug_info", offset, expected, found);
  }

  private Type make(Entries entry, int depth) {
    AttributeValues values = entry.attributes();
    return switch (entry.tag()) {
      case Tag.BASE_TYPE -> base(values);
      case Tag.POINTER_TYPE, Tag.REFERENCE_TYPE, Tag.RVALUE_REFERENCE_TYPE ->
          new PointerType(of(values, depth));
      case Tag.STRUCTURE_TYPE, Tag.CLASS_TYPE, Tag.INTERFACE_TYPE -> struct(entry, false, depth);
      case Tag.UNION_TYPE -> struct(entry, true, depth);
      case Tag.ENUMERATION_TYPE -> enumeration(entry, depth);
      case Tag.TYPEDEF, Tag.TEMPLATE_ALIAS ->
          new TypedefType(values.text(Attribute.NAME).orElse(""), of(values, depth));
      case Tag.CONST_TYPE -> new QualifiedType("const", of(values, depth));
      case Tag.VOLATILE_TYPE -> new QualifiedType("volatile", of(values, depth));
      case Tag.RESTRICT_TYPE -> new QualifiedType("restrict", of(values, depth));
      case Tag.ATOMIC_TYPE -> new QualifiedType("_Atomic", of(values, depth));
      case Tag.PACKED_TYPE, Tag.SHARED_TYPE, Tag.IMMUTABLE_TYPE ->
          new QualifiedType("", of(values, depth));
      case Tag.ARRAY_TYPE -> array(entry, depth);
      case Tag.SUBRANGE_TYPE -> of(values, depth);
      case Tag.SUBROUTINE_TYPE, Tag.SUBPROGRAM -> function(entry, depth);
      // Of other languages, and what is no type.
      default -> VoidType.VOID;
    };
  }

  private static Type base(AttributeValues values) {
    String name = values.text(Attribute.NAME).orElse("");
    // The largest there is has 64 bytes, a vector register.
    long size = Math.clamp(values.value(Attribute.BYTE_SIZE, 0), 0, 64);
    long encoding = values.value(Attribute.ENCODING, 0);
    return switch ((int) encoding) {
      case Encoding.FLOAT, Encoding.COMPLEX_FLOAT, Encoding.IMAGINARY_FLOAT ->
          new FloatType(name, size);
      default ->
          IntType.recorded(
              name,
              size,
              encoding == Encoding.SIGNED || encoding == Encoding.SIGNED_CHAR,
              Encoding.isCharacter(encoding),
              encoding == Encoding.BOOLEAN);
    };
  }

  private Type struct(Entries entry, boolean union, int depth) {
    AttributeValues values = entry.attributes();
    String tag = values.text(Attribute.NAME).orElse("");
    long elsewhere = definition(values, union ? TypeSource.Tag.UNION : TypeSource.Tag.STRUCT, tag);
    if (elsewhere >= 0) {
      return at(elsewhere, depth);
    }
    if (values.has(Attribute.DECLARATION)) {
      return new ForwardType(union, tag);
    }
    long offset = entry.offset();
    return new StructType(
        union, tag, size(values, offset), () -> new StructMembers(this).of(offset));
  }

  private long size(AttributeValues values, long offset) {
    long size = values.value(Attribute.BYTE_SIZE, 0);
    if (size < 0 || size > MAX_SIZE) {
      throw malformed(offset, "the size of a type", Long.toUnsignedString(size) + " bytes");
    }
    return size;
  }

  /// Where the type is described that this entry only mentions; -1 where it is this entry.
  private long definition(AttributeValues values, TypeSource.Tag tag, String name) {
    if (!values.has(Attribute.DECLARATION)) {
      return -1;
    }
    long signed = values.reference(Attribute.SIGNATURE);
    if (signed >= 0) {
      return signed;
    }
    OptionalLong found = name.isEmpty() ? OptionalLong.empty() : definitions.find(tag, name);
    return found.orElse(-1);
  }

  private Type enumeration(Entries entry, int depth) {
    AttributeValues values = entry.attributes();
    String tag = values.text(Attribute.NAME).orElse("");
    long elsewhere = definition(values, TypeSource.Tag.ENUM, tag);
    if (elsewhere >= 0) {
      return at(elsewhere, depth);
    }
    long offset = entry.offset();
    long size = values.value(Attribute.BYTE_SIZE, 0);
    Enumerators names = new Enumerators(this, offset);
    boolean signed = names.signed(values);
    int bytes = Math.clamp(size == 0 ? of(values, depth).size() : size, 1, 8);
    return new EnumType(tag, bytes, signed, names);
  }

  /// The dimensions are children, the leftmost first.
  private Type array(Entries entry, int depth) {
    Type type = of(entry.attributes(), depth);
    List<Long> counts = new ArrayList<>();
    for (boolean more = entry.next(); more && entry.depth() > 0; more = entry.nextSibling()) {
      if (entry.tag() == Tag.SUBRANGE_TYPE && counts.size() < MAX_PARTS) {
        counts.add(count(entry.attributes()));
      }
    }
    if (counts.isEmpty()) {
      return new ArrayType(type, 0);
    }
    for (long count : counts.reversed()) {
      type = new ArrayType(type, count);
    }
    return type;
  }

  /// 0 where it is not known: flexible array members, and arrays whose length a variable says.
  private static long count(AttributeValues range) {
    if (range.block(Attribute.COUNT).isPresent()
        || range.block(Attribute.UPPER_BOUND).isPresent()) {
      return 0;
    }
    if (range.has(Attribute.COUNT)) {
      return range.reference(Attribute.COUNT) < 0
          ? Math.max(0, range.value(Attribute.COUNT, 0))
          : 0;
    }
    if (!range.has(Attribute.UPPER_BOUND) || range.reference(Attribute.UPPER_BOUND) >= 0) {
      return 0;
    }
    long upper = range.value(Attribute.UPPER_BOUND, -1);
    return Math.max(0, upper - range.value(Attribute.LOWER_BOUND, 0) + 1);
  }

  private Type function(Entries entry, int depth) {
    AttributeValues own = entry.attributes();
    // A copy of a function that is inlined elsewhere, or the definition of what a class declares.
    for (int origin : new int[] {Attribute.ABSTRACT_ORIGIN, Attribute.SPECIFICATION}) {
      long described = own.reference(origin);
      if (described >= 0) {
        return at(described, depth);
      }
    }
    Type result = of(own, depth);
    List<FunctionType.Parameter> parameters = new ArrayList<>();
    boolean variadic = false;
    for (boolean more = entry.next(); more && entry.depth() > 0; more = entry.nextSibling()) {
      if (entry.tag() == Tag.UNSPECIFIED_PARAMETERS) {
        variadic = true;
      } else if (entry.tag() == Tag.FORMAL_PARAMETER && parameters.size() < MAX_PARTS) {
        AttributeValues values = entry.attributes();
        parameters.add(
            new FunctionType.Parameter(values.text(Attribute.NAME).orElse(""), of(values, depth)));
      }
    }
    return new FunctionType(result, List.copyOf(parameters), variadic);
  }
}
