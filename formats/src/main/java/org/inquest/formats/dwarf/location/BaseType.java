package org.inquest.formats.dwarf.location;

import org.inquest.formats.dwarf.Attribute;
import org.inquest.formats.dwarf.AttributeValues;
import org.inquest.formats.dwarf.Entries;
import org.inquest.formats.dwarf.Tag;
import org.inquest.formats.dwarf.Unit;
import org.inquest.formats.fault.MalformedInput;

/// The type of a number on the machine's stack (DWARF 5, 2.5.1): the generic one, an address wide
/// and of no certain sign, or one of the unit's base types.
///
/// @param encoding `DW_ATE_*`; 0 is the generic type
/// @param bytes 1 to 8
record BaseType(int encoding, int bytes) {
  private static final int ATE_ADDRESS = 0x01;
  private static final int ATE_BOOLEAN = 0x02;
  private static final int ATE_FLOAT = 0x04;
  private static final int ATE_SIGNED = 0x05;
  private static final int ATE_SIGNED_CHAR = 0x06;

  static final BaseType GENERIC = new BaseType(0, Long.BYTES);

  /// What `DW_OP_convert` and its like name.
  ///
  /// @param offset of the type's entry from the unit's start; 0 for the generic type
  /// @throws MalformedInput where there is no base type
  static BaseType read(Unit unit, long offset) {
    if (offset == 0) {
      return GENERIC;
    }
    long place = unit.header().offset() + offset;
    Entries entries = unit.entriesFrom(place);
    if (!entries.next() || entries.tag() != Tag.BASE_TYPE) {
      throw new MalformedInput("debugging information", place, "a base type", "another entry");
    }
    AttributeValues values = entries.attributes();
    return new BaseType(
        (int) values.value(Attribute.ENCODING, ATE_ADDRESS),
        Math.clamp(values.value(Attribute.BYTE_SIZE, 0), 0, Byte.MAX_VALUE));
  }

  /// Whether numbers of it fit a word. There are some of 10 and 16 bytes.
  boolean fits() {
    return bytes >= 1
        && bytes <= Long.BYTES
        && (!floating() || bytes == Float.BYTES || bytes == Double.BYTES);
  }

  boolean floating() {
    return encoding == ATE_FLOAT;
  }

  boolean signed() {
    return encoding == ATE_SIGNED || encoding == ATE_SIGNED_CHAR;
  }

  /// A number cut to the type's bytes and extended again as its sign asks. Floating ones are their
  /// bits.
  long fit(long value) {
    int unused = Long.SIZE - bytes * Byte.SIZE;
    return signed() ? value << unused >> unused : value << unused >>> unused;
  }

  /// The number that bits of this type stand for, where that is a floating one.
  double real(long bits) {
    return bytes == Float.BYTES ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
  }

  /// The bits of a floating number.
  long bits(double value) {
    return bytes == Float.BYTES
        ? Float.floatToRawIntBits((float) value) & 0xffff_ffffL
        : Double.doubleToRawLongBits(value);
  }

  /// A number of another type as this one has it.
  long convert(BaseType from, long value) {
    if (floating()) {
      double real =
          from.floating()
              ? from.real(value)
              : from.signed() || value >= 0 ? (double) value : unsigned(value);
      return bits(real);
    }
    if (from.floating()) {
      return fit((long) from.real(value));
    }
    return encoding == ATE_BOOLEAN ? (value == 0 ? 0 : 1) : fit(value);
  }

  private static double unsigned(long value) {
    return (value >>> 1 | value & 1) * 2.0;
  }
}
