package org.inquest.formats.elf;

import java.util.HexFormat;
import java.util.Optional;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.Cursor;
import org.inquest.formats.fault.MalformedInput;

/// The build-id of an ELF file: the note `GNU` of type `NT_GNU_BUILD_ID`, found through the section
/// headers.
public final class BuildId {
  private static final int CLASS_64 = 2;
  private static final int HEADER = 64;
  private static final int SECTION_HEADER = 64;
  private static final int SHT_NOTE = 7;
  private static final int NT_GNU_BUILD_ID = 3;
  private static final int MAX_NOTES = 1 << 16;

  private BuildId() {}

  /// The build-id in hexadecimal, or empty where the file has none.
  ///
  /// @throws MalformedInput where the file is no 64-bit little-endian ELF file, or its tables lead
  ///   outside of it
  public static Optional<String> of(ByteSource file) {
    if (!file.has(0, HEADER)) {
      throw new MalformedInput(file.name(), 0, "an ELF file", file.size() + " bytes");
    }
    Cursor header = file.cursor(0, HEADER);
    if (header.s32() != ElfMagic.VALUE || header.u8() != CLASS_64) {
      throw new MalformedInput(file.name(), 0, "a 64-bit ELF file", "something else");
    }
    long sections = header.seek(40).u64();
    int count = header.seek(60).u16();
    for (int i = 0; i < count; i++) {
      Cursor section = file.cursor(sections + (long) i * SECTION_HEADER, SECTION_HEADER);
      if (section.seek(4).s32() == SHT_NOTE) {
        long offset = section.seek(24).u64();
        long size = section.seek(32).u64();
        if (size <= MAX_NOTES) {
          Optional<String> id = inNotes(file.cursor(offset, size));
          if (id.isPresent()) {
            return id;
          }
        }
      }
    }
    return Optional.empty();
  }

  /// Name and descriptor are padded to four bytes each.
  private static Optional<String> inNotes(Cursor notes) {
    while (notes.remaining() >= 12) {
      int nameSize = notes.s32();
      int size = notes.s32();
      int type = notes.s32();
      String name = notes.text(nameSize);
      notes.skip(-nameSize & 3);
      byte[] data = notes.bytes(size);
      notes.skip(Math.min(-size & 3, notes.remaining()));
      if (type == NT_GNU_BUILD_ID && name.equals("GNU")) {
        return Optional.of(HexFormat.of().formatHex(data));
      }
    }
    return Optional.empty();
  }
}
