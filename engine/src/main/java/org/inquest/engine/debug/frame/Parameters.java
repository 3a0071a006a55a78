package org.inquest.engine.debug.frame;

import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.dwarf.Attribute;
import org.inquest.formats.dwarf.AttributeValues;
import org.inquest.formats.dwarf.Entries;
import org.inquest.formats.dwarf.Tag;

/// The parameters of a function in the order of its source. Copies of the function, those that are
/// inlined above all, may have them in another order, and lack those that nothing is known of.
///
/// @param entries of the function that the copies were made of
record Parameters(List<Long> entries) {
  private static final int MAX = 1 << 10;

  Parameters {
    entries = List.copyOf(entries);
  }

  /// Those of a function or of what it is a copy of.
  ///
  /// @throws org.inquest.formats.fault.InquestException where entries make no sense
  static Parameters of(DebugEntries all, long function) {
    Entries copy = all.at(function);
    long origin = copy.attributes().reference(Attribute.ABSTRACT_ORIGIN);
    Entries entries = all.at(origin < 0 ? function : origin);
    List<Long> found = new ArrayList<>();
    int top = entries.depth();
    boolean more = entries.hasChildren() && entries.next();
    while (more && entries.depth() > top && found.size() < MAX) {
      if (entries.tag() == Tag.FORMAL_PARAMETER) {
        found.add(entries.offset());
      }
      more = entries.nextSibling();
    }
    return new Parameters(found);
  }

  /// Which one an entry is or is a copy of, from 1; 0 for none of them.
  int number(long entry, AttributeValues values) {
    long origin = values.reference(Attribute.ABSTRACT_ORIGIN);
    return 1 + entries.indexOf(origin < 0 ? entry : origin);
  }
}
