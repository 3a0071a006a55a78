package org.inquest.engine.debug.type;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.inquest.engine.type.EnumType.Enumerator;
import org.inquest.formats.dwarf.Attribute;
import org.inquest.formats.dwarf.AttributeValues;
import org.inquest.formats.dwarf.Entries;
import org.inquest.formats.dwarf.Form;
import org.inquest.formats.dwarf.Tag;

/// The names of an enumeration.
///
/// @param offset of the enumeration's entry
record Enumerators(EntryTypes types, long offset) implements Supplier<List<Enumerator>> {
  /// Far more than the kernel's largest has.
  private static final int MAX_NAMES = 1 << 17;

  @Override
  public List<Enumerator> get() {
    List<Enumerator> all = new ArrayList<>();
    Entries entry = types.entry(offset);
    for (boolean more = entry.next(); more && entry.depth() > 0; more = entry.nextSibling()) {
      if (entry.tag() == Tag.ENUMERATOR && all.size() < MAX_NAMES) {
        AttributeValues values = entry.attributes();
        all.add(
            new Enumerator(
                values.text(Attribute.NAME).orElse(""), values.value(Attribute.CONST_VALUE, 0)));
      }
    }
    return List.copyOf(all);
  }

  /// Whether values may be negative. GCC says so since version 8; before, and where clang leaves it
  /// to the type beneath, a negative value does.
  ///
  /// @param own the enumeration's attributes
  boolean signed(AttributeValues own) {
    long encoding = own.value(Attribute.ENCODING, 0);
    if (encoding != 0) {
      return encoding == Encoding.SIGNED || encoding == Encoding.SIGNED_CHAR;
    }
    Entries entry = types.entry(offset);
    for (boolean more = entry.next(); more && entry.depth() > 0; more = entry.nextSibling()) {
      if (entry.tag() == Tag.ENUMERATOR && negative(entry.attributes())) {
        return true;
      }
    }
    return false;
  }

  /// Only a signed form tells: `DW_FORM_data4` of 0xffffffff is four thousand million.
  private static boolean negative(AttributeValues enumerator) {
    int form = enumerator.form(Attribute.CONST_VALUE);
    return (form == Form.SDATA || form == Form.IMPLICIT_CONST)
        && enumerator.value(Attribute.CONST_VALUE, 0) < 0;
  }
}
