package org.inquest.formats.cfi;

import org.inquest.formats.dwarf.DebugBytes;

/// How `.eh_frame` writes an address, `DW_EH_PE_*` (LSB Core, "DWARF Exception Header Encoding").
///
/// @param code the low four bits say what is written, the next three what is added
record PointerEncoding(int code) {
  static final PointerEncoding ABSOLUTE = new PointerEncoding(0);
  static final int OMITTED = 0xff;

  private static final int FORMAT = 0x0f;
  private static final int RELATIVE_TO = 0x70;
  private static final int INDIRECT = 0x80;

  private static final int PC_RELATIVE = 0x10;
  private static final int TEXT_RELATIVE = 0x20;
  private static final int DATA_RELATIVE = 0x30;
  private static final int FUNCTION_RELATIVE = 0x40;

  /// What addresses may count from.
  ///
  /// @param section the address of the section's first byte
  /// @param text of the code
  /// @param data of the global offset table; in `.eh_frame_hdr`, of that section
  record Bases(long section, long text, long data) {}

  /// Whether there is no value at all.
  boolean omitted() {
    return code == OMITTED;
  }

  /// Bytes of a value, where each has the same; else 0.
  int size(int addressSize) {
    return switch (code & FORMAT) {
      case 0x00 -> addressSize;
      case 0x02, 0x0a -> 2;
      case 0x03, 0x0b -> 4;
      case 0x04, 0x0c -> 8;
      default -> 0;
    };
  }

  /// Reads an address.
  ///
  /// @param function what addresses relative to the function count from
  /// @throws org.inquest.formats.fault.MalformedInput for encodings that nobody has defined
  long read(DebugBytes in, int addressSize, Bases bases, long function) {
    long at = in.offset();
    long value = length(in, addressSize);
    if ((code & INDIRECT) != 0) {
      throw in.malformed("an address in the entry", "one behind a pointer");
    }
    long base =
        switch (code & RELATIVE_TO) {
          case 0 -> 0;
          case PC_RELATIVE -> bases.section() + at;
          case TEXT_RELATIVE -> bases.text();
          case DATA_RELATIVE -> bases.data();
          case FUNCTION_RELATIVE -> function;
          default -> throw undefined(in);
        };
    return value + base;
  }

  /// Reads a number as it stands there: a length.
  long length(DebugBytes in, int addressSize) {
    return switch (code & FORMAT) {
      case 0x00 -> in.unsigned(addressSize);
      case 0x01 -> in.uleb();
      case 0x02 -> in.u16();
      case 0x03 -> in.u32();
      case 0x04, 0x0c -> in.u64();
      case 0x09 -> in.sleb();
      case 0x0a -> (short) in.u16();
      case 0x0b -> in.s32();
      default -> throw undefined(in);
    };
  }

  /// Passes over a value, whatever it counts from.
  void skip(DebugBytes in, int addressSize) {
    if (!omitted()) {
      length(in, addressSize);
    }
  }

  private RuntimeException undefined(DebugBytes in) {
    return in.malformed("an encoding of addresses", "0x" + Integer.toHexString(code));
  }
}
