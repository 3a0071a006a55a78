package org.inquest.formats.cfi;

import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.dwarf.DebugBytes;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.elf.LoadSegment;

/// `.eh_frame_hdr`: the linker's table of the functions that `.eh_frame` is about, sorted by
/// address, so that an entry is found with a few reads (LSB Core, "The .eh_frame_hdr section").
///
/// ```
/// version  encoding of: frames' address, count, table    frames' address   count   table
/// u8 = 1   u8           u8               u8                                         (function, entry) ...
/// ```
final class FrameHeader {
  private static final int MAX_HEAD = 32;

  /// No program has more functions.
  private static final long MAX_ENTRIES = 1 << 26;

  private final ByteSource file;
  private final String name;
  private final long offset;
  private final long framesAddress;
  private final long tableAt;
  private final int count;
  private final PointerEncoding encoding;
  private final PointerEncoding.Bases bases;

  private FrameHeader(ByteSource file, long offset, long address, long size) {
    this.file = file;
    this.name = file.name() + " .eh_frame_hdr";
    this.offset = offset;
    this.bases = new PointerEncoding.Bases(address, 0, address);
    DebugBytes in = bytes(0, Math.min(size, MAX_HEAD));
    if (in.u8() != 1) {
      throw in.malformed("version 1", "another one");
    }
    PointerEncoding frames = new PointerEncoding(in.u8());
    PointerEncoding counted = new PointerEncoding(in.u8());
    this.encoding = new PointerEncoding(in.u8());
    if (frames.omitted()) {
      throw in.malformed("the address of .eh_frame", "none");
    }
    this.framesAddress = frames.read(in, Long.BYTES, bases, 0);
    int width = encoding.omitted() ? 0 : encoding.size(Long.BYTES);
    long entries = counted.omitted() || width == 0 ? 0 : counted.read(in, Long.BYTES, bases, 0);
    this.tableAt = in.offset();
    boolean fits = entries > 0 && entries <= MAX_ENTRIES && tableAt + entries * 2 * width <= size;
    this.count = fits ? (int) entries : 0;
  }

  /// A file's header; empty where it has none.
  ///
  /// @throws org.inquest.formats.fault.InquestException where it is damaged, or not in the dump
  static Optional<FrameHeader> of(ElfFile file) {
    Optional<ElfSection> section =
        file.section(".eh_frame_hdr").filter(ElfSection::hasBytes).filter(s -> s.size() > 0);
    if (section.isPresent()) {
      ElfSection s = section.get();
      return Optional.of(new FrameHeader(file.bytes(), s.offset(), s.address(), s.size()));
    }
    return file.programHeaders().stream()
        .filter(h -> h.type() == LoadSegment.PT_GNU_EH_FRAME && h.fileSize() > 0)
        .findFirst()
        .map(h -> new FrameHeader(file.bytes(), h.offset(), h.address(), h.fileSize()));
  }

  private DebugBytes bytes(long at, long length) {
    return new DebugBytes(
        file.slice(offset + at, length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN), name, at);
  }

  /// Where `.eh_frame` begins, as an address.
  long framesAddress() {
    return framesAddress;
  }

  /// Whether it has a table that can be searched.
  boolean sorted() {
    return count > 0;
  }

  /// The address of the entry that may be about an address: the last one that begins at or below.
  ///
  /// @throws org.inquest.formats.fault.InquestException where a part of the table is not there
  OptionalLong entryOf(long address) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(encoding.read(pair(middle), Long.BYTES, bases, 0), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) {
      return OptionalLong.empty();
    }
    DebugBytes in = pair(low - 1);
    encoding.read(in, Long.BYTES, bases, 0);
    return OptionalLong.of(encoding.read(in, Long.BYTES, bases, 0));
  }

  private DebugBytes pair(int index) {
    int width = 2 * encoding.size(Long.BYTES);
    return bytes(tableAt + (long) index * width, width);
  }
}
