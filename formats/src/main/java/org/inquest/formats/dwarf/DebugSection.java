package org.inquest.formats.dwarf;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.MalformedInput;

/// The bytes of one section of debugging information, unpacked where the file has it packed.
///
/// @param name for messages: the file's and the section's
/// @param base the offset of its first byte; only `.debug_types` has another than 0, as it counts
///   on from the end of `.debug_info`: so an offset alone tells an entry
/// @param bytes all of it; empty where the file has no such section
public record DebugSection(String name, long base, MemorySegment bytes) {

  /// A section of a file by its name without dot and prefix, for those that stand by themselves; an
  /// empty one where the file has none.
  ///
  /// @throws org.inquest.formats.fault.InquestException where it lies outside the file or can't be
  ///   unpacked
  public static DebugSection of(ElfFile file, String name, SectionAddresses addresses) {
    return new DebugSections(file, addresses).get(name);
  }

  /// Bytes.
  public long size() {
    return bytes.byteSize();
  }

  /// A reader at an offset, that may go up to the section's end.
  ///
  /// @throws MalformedInput where the offset is outside
  public DebugBytes at(long offset) {
    return part(offset, Math.min(base + size() - offset, Integer.MAX_VALUE));
  }

  /// A reader of a part of the section.
  ///
  /// @throws MalformedInput where the part is not all inside
  public DebugBytes part(long offset, long length) {
    long start = offset - base;
    if (start < 0 || length < 0 || start > size() - length) {
      throw new MalformedInput(
          name, offset, "an offset in a section of " + size() + " bytes", "one outside");
    }
    return new DebugBytes(
        bytes.asSlice(start, length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN), name, offset);
  }

  /// See [DwarfFile#release].
  void release(long offset, long length) {
    if (bytes.isMapped()) {
      bytes.asSlice(offset - base, length).unload();
    }
  }

  /// A text that ends at the first NUL.
  public String text(long offset) {
    return at(offset).text();
  }
}
