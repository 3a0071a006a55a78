package org.inquest.formats.dwarf;

import org.inquest.formats.fault.MalformedInput;

/// How an attribute's value is written, `DW_FORM_*` (DWARF 5, 7.5.5 and 7.5.6), and how many bytes
/// it takes.
public final class Form {
  public static final int ADDR = 0x01;
  public static final int BLOCK2 = 0x03;
  public static final int BLOCK4 = 0x04;
  public static final int DATA2 = 0x05;
  public static final int DATA4 = 0x06;
  public static final int DATA8 = 0x07;
  public static final int STRING = 0x08;
  public static final int BLOCK = 0x09;
  public static final int BLOCK1 = 0x0a;
  public static final int DATA1 = 0x0b;
  public static final int FLAG = 0x0c;
  public static final int SDATA = 0x0d;
  public static final int STRP = 0x0e;
  public static final int UDATA = 0x0f;
  public static final int REF_ADDR = 0x10;
  public static final int REF1 = 0x11;
  public static final int REF2 = 0x12;
  public static final int REF4 = 0x13;
  public static final int REF8 = 0x14;
  public static final int REF_UDATA = 0x15;
  public static final int INDIRECT = 0x16;
  public static final int SEC_OFFSET = 0x17;
  public static final int EXPRLOC = 0x18;
  public static final int FLAG_PRESENT = 0x19;
  public static final int STRX = 0x1a;
  public static final int ADDRX = 0x1b;
  public static final int REF_SUP4 = 0x1c;
  public static final int STRP_SUP = 0x1d;
  public static final int DATA16 = 0x1e;
  public static final int LINE_STRP = 0x1f;
  public static final int REF_SIG8 = 0x20;
  public static final int IMPLICIT_CONST = 0x21;
  public static final int LOCLISTX = 0x22;
  public static final int RNGLISTX = 0x23;
  public static final int REF_SUP8 = 0x24;
  public static final int STRX1 = 0x25;
  public static final int STRX2 = 0x26;
  public static final int STRX3 = 0x27;
  public static final int STRX4 = 0x28;
  public static final int ADDRX1 = 0x29;
  public static final int ADDRX2 = 0x2a;
  public static final int ADDRX3 = 0x2b;
  public static final int ADDRX4 = 0x2c;

  /// GNU's forms before DWARF 5 had its own: split DWARF, and dwz's common file.
  public static final int GNU_ADDR_INDEX = 0x1f01;

  public static final int GNU_STR_INDEX = 0x1f02;
  public static final int GNU_REF_ALT = 0x1f20;
  public static final int GNU_STRP_ALT = 0x1f21;

  /// What [#size] answers where the value itself tells.
  static final int VARIABLE = -1;

  /// What [#size] answers for offsets in sections: 4 bytes, 8 in the 64-bit format.
  static final int OFFSET = -2;

  /// What [#size] answers for addresses of the target.
  static final int ADDRESS = -3;

  /// What [#size] answers for forms nobody knows: nothing behind them can be read.
  static final int UNKNOWN = -4;

  private Form() {}

  /// Bytes of a value, or one of the constants above.
  static int size(int form, int version) {
    return switch (form) {
      case FLAG_PRESENT, IMPLICIT_CONST -> 0;
      case DATA1, FLAG, REF1, STRX1, ADDRX1 -> 1;
      case DATA2, REF2, STRX2, ADDRX2 -> 2;
      case STRX3, ADDRX3 -> 3;
      case DATA4, REF4, REF_SUP4, STRX4, ADDRX4 -> 4;
      case DATA8, REF8, REF_SIG8, REF_SUP8 -> 8;
      case DATA16 -> 16;
      case ADDR -> ADDRESS;
      // DWARF 2 said an address, 3 and later an offset.
      case REF_ADDR -> version == 2 ? ADDRESS : OFFSET;
      case STRP, SEC_OFFSET, STRP_SUP, LINE_STRP, GNU_REF_ALT, GNU_STRP_ALT -> OFFSET;
      case BLOCK, BLOCK1, BLOCK2, BLOCK4, EXPRLOC, STRING, SDATA, UDATA, REF_UDATA, INDIRECT ->
          VARIABLE;
      case STRX, ADDRX, LOCLISTX, RNGLISTX, GNU_ADDR_INDEX, GNU_STR_INDEX -> VARIABLE;
      default -> UNKNOWN;
    };
  }

  /// Passes over a value.
  ///
  /// @throws MalformedInput for a form that is not known
  static void skip(DebugBytes bytes, int form, UnitHeader unit) {
    int size = size(form, unit.version());
    switch (size) {
      case OFFSET -> bytes.skip(unit.offsetSize());
      case ADDRESS -> bytes.skip(unit.addressSize());
      case VARIABLE -> skipVariable(bytes, form, unit);
      case UNKNOWN -> throw unknown(bytes, form);
      default -> bytes.skip(size);
    }
  }

  private static void skipVariable(DebugBytes bytes, int form, UnitHeader unit) {
    switch (form) {
      case BLOCK1 -> bytes.skip(bytes.u8());
      case BLOCK2 -> bytes.skip(bytes.u16());
      case BLOCK4 -> bytes.skip(bytes.u32());
      case BLOCK, EXPRLOC -> bytes.skip(bytes.uleb());
      case STRING -> bytes.skipText();
      case INDIRECT -> skip(bytes, indirect(bytes), unit);
      default -> bytes.skipLeb();
    }
  }

  /// The form that stands before the value. One that says "indirect" again, or takes its value from
  /// an abbreviation, is not allowed: a chain of them would have no end.
  static int indirect(DebugBytes bytes) {
    long form = bytes.uleb();
    if (form == INDIRECT || form == IMPLICIT_CONST || form < 0 || form > 0xffff) {
      throw unknown(bytes, (int) form);
    }
    return (int) form;
  }

  static MalformedInput unknown(DebugBytes bytes, int form) {
    return bytes.malformed("a form of DWARF 2 to 5", "0x" + Integer.toHexString(form));
  }
}
