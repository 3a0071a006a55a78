package org.inquest.formats.dump.flat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unsupported;

/// The file inside a flattened one, put together as it is read (makedumpfile flat_header.h).
///
/// ```
/// 0x0000  "makedumpfile" padded to 16, type s64 = 1, version s64 = 1; all numbers big endian
/// 0x1000  offset s64, size s64, data; repeated; offset and size -1 end the file
/// ```
///
/// A later record overrides an earlier one: makedumpfile writes its header again at the end. Bytes
/// that no record gives are zero, as in a file with holes.
public final class FlattenedFile implements ByteSource {
  private static final byte[] SIGNATURE =
      "makedumpfile\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

  /// Pieces are tables and pages; nothing in a dump asks for more in one go.
  private static final long MOST_COPIED = 64 << 20;

  private final ByteSource outer;
  private final PieceIndex index;
  private final List<String> gaps;

  private FlattenedFile(ByteSource outer, PieceIndex index, List<String> gaps) {
    this.outer = outer;
    this.index = index;
    this.gaps = gaps;
  }

  /// Whether the content is flattened.
  public static boolean probe(ByteSource source) {
    if (!source.has(0, SIGNATURE.length)) {
      return false;
    }
    byte[] start = new byte[SIGNATURE.length];
    source.copy(0, start, 0, start.length);
    return Arrays.equals(start, SIGNATURE);
  }

  /// Reads all record headers.
  ///
  /// @param outer closed with the result
  public static FlattenedFile open(ByteSource outer) {
    if (!outer.has(0, PieceReader.START)) {
      throw new MalformedInput(
          outer.name(), outer.size(), "a flattened header of 4 KiB", "the end of file");
    }
    long type = Long.reverseBytes(outer.u64(16));
    long version = Long.reverseBytes(outer.u64(24));
    if (type != 1 || version != 1) {
      throw new Unsupported(
          outer.name()
              + ": a flattened dump of type "
              + type
              + ", version "
              + version
              + "; only 1 and 1 are known: unpack it with makedumpfile -R");
    }
    PieceReader reader = new PieceReader(outer);
    PieceIndex index = PieceIndex.of(reader.read());
    return new FlattenedFile(outer, index, reader.gaps());
  }

  @Override
  public String name() {
    return outer.name();
  }

  @Override
  public long size() {
    return index.end();
  }

  @Override
  public List<String> gaps() {
    return gaps;
  }

  @Override
  public MemorySegment slice(long offset, long length) {
    require(offset, length);
    int piece = index.at(offset);
    if (piece >= 0 && length <= index.end(piece) - offset) {
      return outer.slice(index.source(piece, offset), length);
    }
    if (length > MOST_COPIED) {
      throw new MalformedInput(
          name(), offset, "a table of at most " + MOST_COPIED + " bytes", length + " bytes");
    }
    byte[] bytes = new byte[(int) length];
    copy(offset, bytes, 0, bytes.length);
    return MemorySegment.ofArray(bytes).asReadOnly();
  }

  @Override
  public void copy(long offset, byte[] target, int at, int length) {
    require(offset, length);
    long from = offset;
    int left = length;
    while (left > 0) {
      int done = copyPiece(from, target, at + length - left, left);
      from += done;
      left -= done;
    }
  }

  private int copyPiece(long from, byte[] target, int at, int length) {
    int piece = index.at(from);
    if (piece >= 0) {
      int here = (int) Math.min(length, index.end(piece) - from);
      outer.copy(index.source(piece, from), target, at, here);
      return here;
    }
    int hole = (int) Math.min(length, index.nextStart(from) - from);
    Arrays.fill(target, at, at + hole, (byte) 0);
    return hole;
  }

  @Override
  public long u64(long offset) {
    byte[] raw = new byte[Long.BYTES];
    copy(offset, raw, 0, raw.length);
    long value = 0;
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      value = value << 8 | raw[i] & 0xff;
    }
    return value;
  }

  private void require(long offset, long length) {
    if (!has(offset, length)) {
      throw new MalformedInput(
          name(),
          offset,
          length + " bytes in the file that was flattened",
          "its end at 0x" + Long.toHexString(size()));
    }
  }

  @Override
  public void close() {
    outer.close();
  }
}
