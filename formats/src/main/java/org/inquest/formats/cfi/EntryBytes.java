package org.inquest.formats.cfi;

import java.nio.ByteOrder;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.Cursor;
import org.inquest.formats.dwarf.DebugBytes;
import org.inquest.formats.dwarf.DebugSection;
import org.inquest.formats.fault.MalformedInput;

/// Where the entries of a section are read from.
sealed interface EntryBytes {

  /// For messages.
  String name();

  /// The offset of the first byte.
  long base();

  /// Bytes.
  long size();

  /// A reader at an entry's first byte, that may go at least to the entry's end.
  ///
  /// @throws org.inquest.formats.fault.InquestException where there is no whole entry
  DebugBytes at(long offset);

  /// A section that was unpacked or relocated where that was needed.
  record Whole(DebugSection section) implements EntryBytes {
    @Override
    public String name() {
      return section.name();
    }

    @Override
    public long base() {
      return section.base();
    }

    @Override
    public long size() {
      return section.size();
    }

    @Override
    public DebugBytes at(long offset) {
      return section.at(offset);
    }
  }

  /// A part of a file, of which no more is read than the entry: the rest need not be there, if the
  /// file is one in a dump's page cache.
  ///
  /// @param start of the part in the file
  record Part(ByteSource file, String name, long start, long size) implements EntryBytes {
    /// Of any compiler's longest entry a thousandth.
    private static final long MAX_ENTRY = 1 << 24;

    private static final long ESCAPE_WIDE = 0xffff_ffffL;

    @Override
    public long base() {
      return 0;
    }

    @Override
    public DebugBytes at(long offset) {
      if (offset < 0 || offset > size - Integer.BYTES) {
        throw new MalformedInput(
            name, offset, "an offset in a section of " + size + " bytes", "one outside");
      }
      Cursor head = file.cursor(start + offset, Math.min(size - offset, 12));
      long length = head.u32();
      length = length == ESCAPE_WIDE ? head.u64() + 12 : length + 4;
      if (length < 0 || length > Math.min(MAX_ENTRY, size - offset)) {
        throw new MalformedInput(
            name, offset, "an entry in a section of " + size + " bytes", length + " bytes");
      }
      return new DebugBytes(
          file.slice(start + offset, length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN),
          name,
          offset);
    }
  }
}
