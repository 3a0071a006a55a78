package org.inquest.engine.debug.type;

import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.debug.SourceFile;
import org.inquest.engine.debug.name.NameKind;
import org.inquest.engine.type.EnumType;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.TypedefType;
import org.inquest.engine.type.VoidType;
import org.inquest.formats.dwarf.Attribute;
import org.inquest.formats.dwarf.AttributeValues;
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
          case Tag.VARIABLE -> isVariable(kind);
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
        isVariable(kind) ? own.fixedAddress(Attribute.LOCATION) : start(own),
        kind == NameKind.LOCAL ? functionAround(unit, offset) : "");
  }

  private static boolean isVariable(NameKind kind) {
    return kind == NameKind.VARIABLE || kind == NameKind.LOCAL;
  }

  /// Whether other units see it; types are the same thing everywhere.
  boolean isGlobal(long offset, NameKind kind) {
    return (kind != NameKind.FUNCTION && !isVariable(kind))
        || owner(types.entry(offset).attributes(), Attribute.EXTERNAL).has(Attribute.EXTERNAL);
  }

  /// Of a variable its type; of anything else what it is itself.
  Type type(long offset, NameKind kind) {
    return isVariable(kind)
        ? types.of(owner(types.entry(offset).attributes(), Attribute.TYPE))
        : types.at(offset);
  }

  /// The struct or union that an entry describes, or the typedef of one without a name; empty for
  /// all else, which is not read.
  ///
  /// @throws InquestException where there is no entry, or it makes no sense
  Optional<Type> struct(long offset) {
    Type type =
        switch (types.entry(offset).tag()) {
          case Tag.STRUCTURE_TYPE, Tag.CLASS_TYPE, Tag.UNION_TYPE, Tag.TYPEDEF -> types.at(offset);
          default -> VoidType.VOID;
        };
    boolean nameless =
        type instanceof TypedefType typedef
            && typedef.target() instanceof StructType struct
            && struct.tag().isEmpty();
    return nameless || type instanceof StructType ? Optional.of(type) : Optional.empty();
  }

  private Optional<String> text(AttributeValues own, int attribute) {
    return owner(own, attribute).text(attribute);
  }

  /// The entry that has an attribute: this one, or the declaration that it completes, or the
  /// function that it is a copy of.
  private AttributeValues owner(AttributeValues own, int attribute) {
    if (own.has(attribute)) {
      return own;
    }
    long declared = own.reference(Attribute.SPECIFICATION);
    long described = declared < 0 ? own.reference(Attribute.ABSTRACT_ORIGIN) : declared;
    return described < 0 ? own : types.entry(described).attributes();
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

  /// The name of the function that a variable is inside of; empty where it has none.
  private String functionAround(Unit unit, long offset) {
    long function = -1;
    Entries entry = unit.entries();
    boolean more = entry.next();
    while (more && entry.offset() < offset) {
      boolean subprogram = entry.tag() == Tag.SUBPROGRAM;
      function = subprogram ? entry.offset() : function;
      // Outside of functions only the unit itself and namespaces have functions in them.
      boolean outer = entry.depth() == 0 || entry.tag() == Tag.NAMESPACE;
      more = outer ? entry.next() : entry.nextSibling();
    }
    return function < 0 ? "" : text(types.entry(function).attributes(), Attribute.NAME).orElse("");
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
