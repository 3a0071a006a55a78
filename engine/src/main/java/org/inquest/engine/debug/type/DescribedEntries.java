package org.inquest.engine.debug.type;

import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.debug.SourceFile;
import org.inquest.engine.debug.name.NameKind;
import org.inquest.engine.type.EnumType;
import org.inquest.engine.type.Type;
import org.inquest.formats.dwarf.Attribute;
import org.inquest.formats.dwarf.AttributeValues;
import org.inquest.formats.dwarf.DebugBytes;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.dwarf.Entries;
import org.inquest.formats.dwarf.LineProgram;
import org.inquest.formats.dwarf.Tag;
import org.inquest.formats.dwarf.Unit;
import org.inquest.formats.fault.InquestException;

/// Reads what an entry says about a thing with a name.
///
/// @param types of the same file
record DescribedEntries(DwarfFile file, EntryTypes types) {
  private static final int DW_OP_ADDR = 0x03;
  private static final int DW_OP_ADDRX = 0xa1;

  /// Whether an entry is of a kind and has a name; an index alone can't tell for sure.
  ///
  /// @throws InquestException where there is no entry
  boolean isNamed(long offset, NameKind kind, String name) {
    Entries entry = types.entry(offset);
    boolean fits =
        switch (entry.tag()) {
          case Tag.STRUCTURE_TYPE, Tag.CLASS_TYPE -> kind == NameKind.STRUCT;
          case Tag.UNION_TYPE -> kind == NameKind.UNION;
          case Tag.ENUMERATION_TYPE -> kind == NameKind.ENUM || kind == NameKind.ENUMERATOR;
          case Tag.TYPEDEF, Tag.BASE_TYPE -> kind == NameKind.ORDINARY;
          case Tag.SUBPROGRAM -> kind == NameKind.FUNCTION;
          case Tag.VARIABLE -> kind == NameKind.VARIABLE;
          default -> false;
        };
    return fits
        && (kind == NameKind.ENUMERATOR
            ? types.at(offset) instanceof EnumType e && e.value(name).isPresent()
            : text(entry.attributes(), Attribute.NAME).orElse("").equals(name));
  }

  /// Reads an entry.
  ///
  /// @throws InquestException where it, or its type, makes no sense
  Described read(long offset, NameKind kind, String name) {
    Entries entry = types.entry(offset);
    AttributeValues own = entry.attributes();
    Unit unit = file.unit(file.unitAt(offset));
    AttributeValues declared = owner(own, Attribute.DECL_LINE);
    return new Described(
        name,
        offset,
        type(offset, kind),
        unit.name(),
        file(unit, declared.value(Attribute.DECL_FILE, 0)),
        Math.clamp(declared.value(Attribute.DECL_LINE, 0), 0, Integer.MAX_VALUE),
        isGlobal(offset, kind),
        kind == NameKind.VARIABLE ? place(unit, own) : start(own));
  }

  /// Whether other units see it; types are the same thing everywhere.
  boolean isGlobal(long offset, NameKind kind) {
    return (kind != NameKind.FUNCTION && kind != NameKind.VARIABLE)
        || owner(types.entry(offset).attributes(), Attribute.EXTERNAL).has(Attribute.EXTERNAL);
  }

  /// Of a variable its type; of anything else what it is itself.
  Type type(long offset, NameKind kind) {
    return kind == NameKind.VARIABLE
        ? types.of(owner(types.entry(offset).attributes(), Attribute.TYPE))
        : types.at(offset);
  }

  private Optional<String> text(AttributeValues own, int attribute) {
    return owner(own, attribute).text(attribute);
  }

  /// The entry that has an attribute: this one, or the declaration that it completes.
  private AttributeValues owner(AttributeValues own, int attribute) {
    long declared = own.has(attribute) ? -1 : own.reference(Attribute.SPECIFICATION);
    return declared < 0 ? own : types.entry(declared).attributes();
  }

  /// A damaged line program costs the name of the file only.
  private static SourceFile file(Unit unit, long number) {
    try {
      Optional<LineProgram> lines = unit.lines();
      if (lines.isEmpty() || number < 0 || number >= lines.get().fileCount()) {
        return new SourceFile("", "");
      }
      String name = lines.get().name((int) number);
      return new SourceFile(name.startsWith("/") ? "" : unit.folder(), name);
    } catch (InquestException e) {
      return new SourceFile("", "");
    }
  }

  /// The address of a variable that lies at one place.
  private static OptionalLong place(Unit unit, AttributeValues own) {
    Optional<DebugBytes> location = own.block(Attribute.LOCATION);
    if (location.isEmpty() || location.get().left() == 0) {
      return OptionalLong.empty();
    }
    DebugBytes in = location.get();
    int operation = in.u8();
    if (operation != DW_OP_ADDR && operation != DW_OP_ADDRX) {
      return OptionalLong.empty();
    }
    long address =
        operation == DW_OP_ADDR
            ? in.unsigned(unit.header().addressSize())
            : unit.indexedAddress(in.uleb());
    // What follows would make it something else: thread-local, or a part of a variable.
    return in.left() > 0 ? OptionalLong.empty() : OptionalLong.of(address);
  }

  /// The first address of a function; of several ranges that of the first.
  private static OptionalLong start(AttributeValues own) {
    long[] first = {0, 0};
    own.ranges((low, high) -> {
      if (first[1]++ == 0) {
        first[0] = low;
      }
    });
    return first[1] == 0 ? OptionalLong.empty() : OptionalLong.of(first[0]);
  }
}
