package org.inquest.engine.debug.frame;

import java.util.Optional;
import org.inquest.engine.debug.type.EntryTypes;
import org.inquest.formats.dwarf.Attribute;
import org.inquest.formats.dwarf.AttributeValues;
import org.inquest.formats.dwarf.Entries;
import org.inquest.formats.dwarf.Unit;
import org.inquest.formats.dwarf.UnitHeader;
import org.inquest.formats.fault.MalformedInput;

/// The entries that a function's unit refers to: its own, and those of other units of the same
/// file. With split DWARF that is another file than the one with the code.
///
/// @param unit the function's
/// @param types of the unit's file
record DebugEntries(Unit unit, EntryTypes types) {
  /// From a copy of a function to what it is a copy of, and to its declaration.
  private static final int MAX_ORIGINS = 16;

  /// A reader that stands on an entry.
  ///
  /// @param offset in the file's `.debug_info`
  /// @throws MalformedInput where there is none
  Entries at(long offset) {
    UnitHeader own = unit.header();
    // A split unit read by its number would not know its addresses.
    boolean here = offset >= own.firstEntry() && offset < own.end();
    int number = here ? 0 : unit.file().unitAt(offset);
    Entries entries =
        number < 0 ? null : (here ? unit : unit.file().unit(number)).entriesFrom(offset);
    if (entries == null || !entries.next()) {
      throw new MalformedInput("debugging information", offset, "an entry", "none");
    }
    return entries;
  }

  /// The nearest entry that has an attribute, of an entry and of those it is a copy or the
  /// definition of.
  ///
  /// @throws org.inquest.formats.fault.InquestException where they make no sense
  Optional<AttributeValues> described(AttributeValues own, int attribute) {
    AttributeValues values = own;
    for (int hops = 0; hops < MAX_ORIGINS; hops++) {
      if (values.has(attribute)) {
        return Optional.of(values);
      }
      long origin = values.reference(Attribute.ABSTRACT_ORIGIN);
      if (origin < 0) {
        origin = values.reference(Attribute.SPECIFICATION);
      }
      if (origin < 0) {
        return Optional.empty();
      }
      values = at(origin).attributes();
    }
    return Optional.empty();
  }

  /// The name of an entry, or of what it is a copy or the definition of; empty where none has one.
  ///
  /// @throws org.inquest.formats.fault.InquestException where they make no sense
  String name(AttributeValues values) {
    return described(values, Attribute.NAME).flatMap(v -> v.text(Attribute.NAME)).orElse("");
  }
}
