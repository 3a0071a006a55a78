package org.inquest.formats.btf;

import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unsupported;

/// `struct btf_header`, checked against the size of the data. Offsets are from the first byte of
/// the data, not from the end of the header as in the file.
///
/// @param layout offset of the layout section: one `struct btf_layout` (u8 info_sz, u8 elem_sz, u16
///   flags) for each kind its writer knew; 222edc843c15, v7.1, which also made the header 32 bytes
///   long
/// @param layoutLength 0 on older kernels
record BtfHeader(
    int types, int typesLength, int strings, int stringsLength, int layout, int layoutLength) {
  private static final int MAGIC = 0xeb9f;
  private static final int SWAPPED_MAGIC = 0x9feb;
  private static final int BASIC_LENGTH = 24;
  private static final int LAYOUT_LENGTH = 32;

  static BtfHeader read(byte[] data, String source) {
    if (data.length < BASIC_LENGTH) {
      throw new MalformedInput(source, 0, "a BTF header", data.length + " bytes");
    }
    int magic = u16(data, 0);
    if (magic == SWAPPED_MAGIC) {
      throw new Unsupported(source + ": big-endian BTF can't be read yet");
    }
    if (magic != MAGIC) {
      throw new MalformedInput(source, 0, "BTF magic 0xeb9f", "0x" + Integer.toHexString(magic));
    }
    if (data[2] != 1) {
      throw new Unsupported(source + ": BTF version " + data[2] + " is not known; version 1 is");
    }
    // Bytes beyond those we know are skipped, not refused: the header grows.
    long length = u32(data, 4);
    if (length < BASIC_LENGTH || length > data.length) {
      throw new MalformedInput(source, 4, "hdr_len within the data", Long.toString(length));
    }
    return new BtfHeader(
        section(data, length, 8, "type section", source),
        (int) u32(data, 12),
        section(data, length, 16, "string section", source),
        (int) u32(data, 20),
        length >= LAYOUT_LENGTH ? section(data, length, 24, "layout section", source) : 0,
        length >= LAYOUT_LENGTH ? (int) u32(data, 28) : 0);
  }

  private static int section(byte[] data, long header, int field, String what, String source) {
    long start = header + u32(data, field);
    long length = u32(data, field + 4);
    if (start + length > data.length) {
      throw new MalformedInput(
          source, field, what + " within " + data.length + " bytes", start + " + " + length);
    }
    return (int) start;
  }

  private static int u16(byte[] data, int at) {
    return (data[at] & 0xff) | (data[at + 1] & 0xff) << 8;
  }

  private static long u32(byte[] data, int at) {
    return u16(data, at) | (long) u16(data, at + 2) << 16;
  }
}
