package org.inquest.formats.elf;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.Cursor;
import org.inquest.formats.fault.MalformedInput;

/// `.gnu_debuglink`: which file has the debugging information of a stripped one (GDB's manual,
/// "Debugging Information in Separate Files"). A file name without folders that ends with NUL, up
/// to three bytes so that the offset is a multiple of four, and a checksum.
///
/// @param name of the file; never empty, and never one that leads to another folder
/// @param checksum CRC-32 of all of that file, unsigned in 32 bits
public record DebugLink(String name, long checksum) {
  private static final String SECTION = ".gnu_debuglink";

  /// Names of files have at most 255 bytes.
  private static final int MAX_SIZE = 512;

  private static final int PIECE = 1 << 20;

  /// The link of a file; empty where it has none, or none that names a file.
  ///
  /// @throws MalformedInput where it lies outside the file or breaks off
  public static Optional<DebugLink> of(ElfFile file) {
    Optional<ElfSection> section = file.section(SECTION).filter(ElfSection::hasBytes);
    if (section.isEmpty()) {
      return Optional.empty();
    }
    int size = (int) Math.min(section.get().size(), MAX_SIZE);
    Cursor in = file.bytes().cursor(section.get().offset(), size);
    byte[] bytes = in.bytes(size);
    int end = 0;
    while (end < size && bytes[end] != 0) {
      end++;
    }
    String name = new String(bytes, 0, end, StandardCharsets.UTF_8);
    if (name.isEmpty() || name.indexOf('/') >= 0 || name.equals("..")) {
      return Optional.empty();
    }
    return Optional.of(new DebugLink(name, in.seek(end + 4 & ~3).u32()));
  }

  /// Whether a file is the one that is meant. Reads all of it.
  public boolean fits(ByteSource file) {
    CRC32 sum = new CRC32();
    for (long at = 0; at < file.size(); at += PIECE) {
      long length = Math.min(PIECE, file.size() - at);
      sum.update(file.slice(at, length).asByteBuffer());
    }
    return sum.getValue() == checksum;
  }
}
