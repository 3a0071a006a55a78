package org.inquest.formats.elf;

import java.util.HexFormat;
import java.util.Optional;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.Cursor;
import org.inquest.formats.fault.MalformedInput;

/// The build-id of an ELF file: the note `GNU` of type `NT_GNU_BUILD_ID`, found through the section
/// headers, or the program headers where there are none.
public final class BuildId {
  private static final int NT_GNU_BUILD_ID = 3;
  private static final int MAX_NOTES = 1 << 16;

  private BuildId() {}

  /// The build-id in hexadecimal, or empty where the file has none.
  ///
  /// @throws MalformedInput where the file is no ELF file, or its tables lead outside of it
  /// @throws org.inquest.formats.fault.Unsupported for ELF files that [ElfFile] does not read
  public static Optional<String> of(ByteSource file) {
    return of(ElfFile.read(file));
  }

  /// The build-id of an opened file.
  ///
  /// @throws MalformedInput where its notes lead outside of it
  public static Optional<String> of(ElfFile file) {
    for (ElfSection section : file.sections()) {
      if (section.type() == ElfSection.SHT_NOTE && section.size() <= MAX_NOTES) {
        Optional<String> id = inNotes(file.bytes().cursor(section.offset(), section.size()));
        if (id.isPresent()) {
          return id;
        }
      }
    }
    if (file.sections().isEmpty()) {
      for (LoadSegment header : file.programHeaders()) {
        if (header.type() == LoadSegment.PT_NOTE && header.fileSize() <= MAX_NOTES) {
          Optional<String> id = inNotes(file.bytes().cursor(header.offset(), header.fileSize()));
          if (id.isPresent()) {
            return id;
          }
        }
      }
    }
    return Optional.empty();
  }

  /// The build-id among notes as they lie in a file or in memory; name and descriptor are padded to
  /// four bytes each.
  ///
  /// @throws MalformedInput where a note does not fit
  public static Optional<String> inNotes(Cursor notes) {
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
