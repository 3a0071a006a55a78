package org.inquest.engine.debug.name;

import org.inquest.formats.dwarf.Attribute;
import org.inquest.formats.dwarf.AttributeValues;
import org.inquest.formats.dwarf.Entries;
import org.inquest.formats.dwarf.Tag;
import org.inquest.formats.dwarf.Unit;

/// Lists what a unit defines by name. Not listed are declarations, what stands inside of structs,
/// and of the insides of functions all but `static` variables; of C++ and Rust, names are taken
/// without their namespaces.
final class NameScan {
  private static final int NOWHERE = Integer.MAX_VALUE;

  private final Unit unit;
  private final NameTable table;

  /// Of the enumeration whose enumerators come next.
  private long enumeration;

  /// The depth of the function that entries are inside of; [#NOWHERE] outside of all.
  private int function = NOWHERE;

  NameScan(Unit unit, NameTable table) {
    this.unit = unit;
    this.table = table;
  }

  /// Reads all of the unit.
  ///
  /// @throws org.inquest.formats.fault.InquestException where it is damaged
  void read() {
    Entries entry = unit.entries();
    boolean more = entry.next();
    while (more) {
      more = visit(entry) ? entry.next() : entry.nextSibling();
    }
  }

  /// @return whether what is inside of the entry may have names
  private boolean visit(Entries entry) {
    if (entry.depth() > function) {
      return visitInside(entry);
    }
    function = NOWHERE;
    return switch (entry.tag()) {
      case Tag.COMPILE_UNIT, Tag.PARTIAL_UNIT, Tag.TYPE_UNIT, Tag.NAMESPACE, Tag.MODULE -> true;
      case Tag.STRUCTURE_TYPE, Tag.CLASS_TYPE -> type(entry, NameKind.STRUCT);
      case Tag.UNION_TYPE -> type(entry, NameKind.UNION);
      case Tag.TYPEDEF, Tag.BASE_TYPE -> type(entry, NameKind.ORDINARY);
      case Tag.ENUMERATION_TYPE -> enumeration(entry);
      case Tag.ENUMERATOR -> enumerator(entry);
      case Tag.SUBPROGRAM -> function(entry);
      case Tag.VARIABLE -> variable(entry);
      default -> false;
    };
  }

  private boolean visitInside(Entries entry) {
    return switch (entry.tag()) {
      case Tag.LEXICAL_BLOCK -> true;
      case Tag.VARIABLE -> {
        AttributeValues values = entry.attributes();
        if (values.fixedAddress(Attribute.LOCATION).isPresent()) {
          addNamed(entry, values, NameKind.LOCAL, ~entry.offset());
        }
        yield false;
      }
      // Also copies of functions that are inlined: what is static is in the one they are copies of.
      default -> false;
    };
  }

  /// One type is known from another of its name by the line it was declared in and its size. Two
  /// that have both in common, in two files, would have to be of the same size by chance.
  private boolean type(Entries entry, NameKind kind) {
    AttributeValues values = entry.attributes();
    if (values.has(Attribute.NAME) && !values.has(Attribute.DECLARATION)) {
      table.add(kind, values.textHash(Attribute.NAME), lineAndSize(values), entry.offset());
    }
    return false;
  }

  private static long lineAndSize(AttributeValues values) {
    return values.value(Attribute.DECL_LINE, 0) << 32 ^ values.value(Attribute.BYTE_SIZE, 0);
  }

  /// The enumerators of one that was met before are known.
  private boolean enumeration(Entries entry) {
    AttributeValues values = entry.attributes();
    if (values.has(Attribute.DECLARATION)) {
      return false;
    }
    enumeration = entry.offset();
    return !values.has(Attribute.NAME)
        || table.add(
            NameKind.ENUM, values.textHash(Attribute.NAME), lineAndSize(values), enumeration);
  }

  private boolean enumerator(Entries entry) {
    AttributeValues values = entry.attributes();
    table.add(
        NameKind.ENUMERATOR,
        values.textHash(Attribute.NAME),
        values.value(Attribute.CONST_VALUE, 0),
        enumeration);
    return false;
  }

  /// Each function with code of its own is a thing of its own: many files have an `init`. Those
  /// that are inlined wherever they are called come from headers, once for each unit.
  private boolean function(Entries entry) {
    AttributeValues values = entry.attributes();
    if (!values.has(Attribute.DECLARATION)) {
      boolean code = values.has(Attribute.LOW_PC) || values.has(Attribute.RANGES);
      long distinct = code ? ~entry.offset() : values.value(Attribute.DECL_LINE, 0);
      addNamed(entry, values, NameKind.FUNCTION, distinct);
      function = entry.depth();
      return true;
    }
    return false;
  }

  private boolean variable(Entries entry) {
    AttributeValues values = entry.attributes();
    if (!values.has(Attribute.DECLARATION)) {
      boolean place = values.has(Attribute.LOCATION);
      long distinct = place ? ~entry.offset() : values.value(Attribute.DECL_LINE, 0);
      addNamed(entry, values, NameKind.VARIABLE, distinct);
    }
    return false;
  }

  /// What is defined apart from its declaration has its name there (DWARF 5, 2.13.2): with GCC that
  /// is each variable that a header declares `extern`.
  private void addNamed(Entries entry, AttributeValues values, NameKind kind, long distinct) {
    if (values.has(Attribute.NAME)) {
      table.add(kind, values.textHash(Attribute.NAME), distinct, entry.offset());
      return;
    }
    long declared = values.reference(Attribute.SPECIFICATION);
    if (declared > unit.header().offset() && declared < unit.header().end()) {
      Entries declaration = unit.entriesFrom(declared);
      if (declaration.next() && declaration.attributes().has(Attribute.NAME)) {
        long hash = declaration.attributes().textHash(Attribute.NAME);
        table.add(kind, hash, distinct, entry.offset());
      }
    }
  }
}
