package org.inquest.formats.dwarf;

import org.inquest.formats.fault.Unsupported;

/// The header of a unit in `.debug_info` or `.debug_types` (DWARF 5, 7.5.1).
///
/// @param offset of its first byte, in its section
/// @param end of the unit: the offset of what follows it
/// @param version 2 to 5
/// @param wide whether it is in the 64-bit format: offsets of 8 bytes
/// @param kind `DW_UT_*`; before DWARF 5 compile or type, by section
/// @param abbreviations offset in `.debug_abbrev`
/// @param addressSize bytes of an address
/// @param signature of a type unit its type's, of a skeleton or split unit the id that ties the two
/// @param typeOffset of a type unit where its type is, from the header on; else 0
/// @param firstEntry offset of the unit's first entry, in its section
public record UnitHeader(
    long offset,
    long end,
    int version,
    boolean wide,
    int kind,
    long abbreviations,
    int addressSize,
    long signature,
    long typeOffset,
    long firstEntry) {
  static final int COMPILE = 1;
  static final int TYPE = 2;
  static final int SKELETON = 4;
  static final int SPLIT_COMPILE = 5;
  static final int SPLIT_TYPE = 6;

  private static final long ESCAPE_WIDE = 0xffff_ffffL;
  private static final long FIRST_RESERVED = 0xffff_fff0L;

  /// Reads a header.
  ///
  /// @param types whether the section is `.debug_types` of DWARF 4
  /// @throws org.inquest.formats.fault.MalformedInput where the section ends before, or a number
  ///   can't be right
  /// @throws Unsupported for another version
  static UnitHeader read(DebugBytes in, boolean types) {
    long offset = in.offset();
    long length = in.u32();
    boolean wide = length == ESCAPE_WIDE;
    if (wide) {
      length = in.u64();
    } else if (length >= FIRST_RESERVED) {
      throw in.malformed("the length of a unit", "a reserved value");
    }
    if (length < 0 || length > in.left()) {
      throw in.malformed("a unit of " + Long.toUnsignedString(length) + " bytes", "the end");
    }
    long end = in.offset() + length;
    int version = in.u16();
    if (version < 2 || version > 5) {
      throw new Unsupported(
          "a unit of DWARF " + version + " at 0x" + Long.toHexString(offset) + "; 2 to 5 are read");
    }
    return version == 5
        ? readNew(in, offset, end, wide)
        : readOld(in, offset, end, version, wide, types);
  }

  private static UnitHeader readNew(DebugBytes in, long offset, long end, boolean wide) {
    int kind = in.u8();
    int addressSize = addressSize(in);
    long abbreviations = in.unsigned(wide ? 8 : 4);
    boolean type = kind == TYPE || kind == SPLIT_TYPE;
    long signature = type || kind == SKELETON || kind == SPLIT_COMPILE ? in.u64() : 0;
    long typeOffset = type ? in.unsigned(wide ? 8 : 4) : 0;
    return new UnitHeader(
        offset, end, 5, wide, kind, abbreviations, addressSize, signature, typeOffset, in.offset());
  }

  private static UnitHeader readOld(
      DebugBytes in, long offset, long end, int version, boolean wide, boolean types) {
    long abbreviations = in.unsigned(wide ? 8 : 4);
    int addressSize = addressSize(in);
    long signature = types ? in.u64() : 0;
    long typeOffset = types ? in.unsigned(wide ? 8 : 4) : 0;
    return new UnitHeader(
        offset,
        end,
        version,
        wide,
        types ? TYPE : COMPILE,
        abbreviations,
        addressSize,
        signature,
        typeOffset,
        in.offset());
  }

  private static int addressSize(DebugBytes in) {
    int size = in.u8();
    if (size != 4 && size != 8) {
      throw in.malformed("addresses of 4 or 8 bytes", size + " bytes");
    }
    return size;
  }

  /// Bytes of an offset in a section.
  public int offsetSize() {
    return wide ? 8 : 4;
  }

  /// Whether the unit has a type of its own, by signature.
  public boolean isType() {
    return kind == TYPE || kind == SPLIT_TYPE;
  }
}
