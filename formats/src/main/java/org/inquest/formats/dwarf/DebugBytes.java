package org.inquest.formats.dwarf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.inquest.formats.fault.MalformedInput;

/// Reads a part of a section from front to back, in the encodings of DWARF. Offsets are those of
/// the section; what lies outside of the part can't be read.
///
/// Built for millions of reads on a cold JVM: bounds are checked once, by the buffer, whose
/// exceptions become ours at the read.
public final class DebugBytes {
  /// Longer than any name a compiler has written; a longer one is cut.
  private static final int MAX_TEXT = 1 << 16;

  private final ByteBuffer bytes;
  private final String name;
  private final long base;
  private int position;

  /// @param bytes from the first to the last that may be read, in little-endian order
  /// @param name for messages: what they are of
  /// @param base the offset, or the address, that the first one has
  public DebugBytes(ByteBuffer bytes, String name, long base) {
    this.bytes = bytes;
    this.name = name;
    this.base = base;
  }

  /// Another reader of the same part, at an offset of the section.
  public DebugBytes at(long offset) {
    return new DebugBytes(bytes, name, base).seek(offset);
  }

  /// A reader of the next bytes alone.
  ///
  /// @throws MalformedInput where there are fewer
  public DebugBytes part(long length) {
    if (length < 0 || length > left()) {
      throw cut(length + " bytes");
    }
    ByteBuffer part = bytes.slice(position, (int) length).order(ByteOrder.LITTLE_ENDIAN);
    return new DebugBytes(part, name, offset());
  }

  /// The next byte's offset in the section.
  public long offset() {
    return base + position;
  }

  /// Bytes left in the part.
  public int left() {
    return bytes.limit() - position;
  }

  /// Goes to an offset of the section.
  ///
  /// @throws MalformedInput where that is outside of the part
  public DebugBytes seek(long offset) {
    if (offset < base || offset > base + bytes.limit()) {
      throw new MalformedInput(
          name,
          offset,
          "an offset from 0x" + Long.toHexString(base) + ", " + bytes.limit() + " bytes long",
          "one outside");
    }
    position = (int) (offset - base);
    return this;
  }

  /// Passes over bytes.
  public DebugBytes skip(long count) {
    if (count < 0 || count > left()) {
      throw cut(count + " bytes");
    }
    position += (int) count;
    return this;
  }

  /// A reader of the next bytes and of nothing else; this one goes behind them.
  ///
  /// @throws MalformedInput where the part has not so many
  public DebugBytes take(long count) {
    if (count < 0 || count > left()) {
      throw cut(count + " bytes");
    }
    ByteBuffer part = bytes.slice(position, (int) count).order(bytes.order());
    DebugBytes taken = new DebugBytes(part, name, offset());
    position += (int) count;
    return taken;
  }

  public int u8() {
    try {
      return bytes.get(position++) & 0xff;
    } catch (IndexOutOfBoundsException | InternalError e) {
      throw cut("a byte");
    }
  }

  public int u16() {
    try {
      int value = bytes.getShort(position) & 0xffff;
      position += 2;
      return value;
    } catch (IndexOutOfBoundsException | InternalError e) {
      throw cut("2 bytes");
    }
  }

  public int u24() {
    int low = u16();
    return u8() << 16 | low;
  }

  public int s32() {
    try {
      int value = bytes.getInt(position);
      position += 4;
      return value;
    } catch (IndexOutOfBoundsException | InternalError e) {
      throw cut("4 bytes");
    }
  }

  public long u32() {
    return s32() & 0xffff_ffffL;
  }

  public long u64() {
    try {
      long value = bytes.getLong(position);
      position += 8;
      return value;
    } catch (IndexOutOfBoundsException | InternalError e) {
      throw cut("8 bytes");
    }
  }

  /// An unsigned number of 1 to 8 bytes.
  public long unsigned(int size) {
    return switch (size) {
      case 1 -> u8();
      case 2 -> u16();
      case 4 -> u32();
      case 8 -> u64();
      default -> throw cut("a number of 1, 2, 4 or 8 bytes, not of " + size);
    };
  }

  /// An unsigned LEB128 (DWARF 5, 7.6). Bits beyond 64 are dropped.
  public long uleb() {
    int first = u8();
    return first < 0x80 ? first : leb(first, false);
  }

  /// A signed LEB128.
  public long sleb() {
    return leb(u8(), true);
  }

  private long leb(int first, boolean signed) {
    long value = first & 0x7f;
    int shift = 7;
    int last = first;
    while (last >= 0x80) {
      last = u8();
      if (shift < Long.SIZE) {
        value |= (last & 0x7fL) << shift;
      }
      shift += 7;
    }
    return signed && (last & 0x40) != 0 && shift < Long.SIZE ? value | -1L << shift : value;
  }

  /// Passes over a LEB128.
  public void skipLeb() {
    while (u8() >= 0x80) {
      // Its last byte has the top bit clear.
    }
  }

  /// The text at this place, up to its NUL. The reader does not move.
  public String text() {
    int end = position;
    int limit = Math.min(bytes.limit(), position + Math.min(left(), MAX_TEXT));
    while (end < limit && bytes.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - position];
    bytes.get(position, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /// [NameHash#of] the text at an offset of the section, up to its NUL, without making a string of
  /// it. The reader does not move.
  ///
  /// @throws MalformedInput where the offset is outside of the part
  long textHash(long offset) {
    if (offset < base || offset > base + bytes.limit()) {
      throw malformed("an offset in the section", "0x" + Long.toHexString(offset));
    }
    int at = (int) (offset - base);
    int limit = (int) Math.min(bytes.limit(), at + (long) MAX_TEXT);
    long hash = NameHash.START;
    while (at < limit) {
      byte next = bytes.get(at++);
      if (next == 0) {
        break;
      }
      hash = NameHash.add(hash, next);
    }
    return hash;
  }

  /// Passes over a text and its NUL.
  public void skipText() {
    while (u8() != 0) {
      // Any byte is part of it.
    }
  }

  /// An error at this place.
  public MalformedInput malformed(String expected, String found) {
    return new MalformedInput(name, offset(), expected, found);
  }

  private MalformedInput cut(String wanted) {
    return malformed(wanted, "the end at 0x" + Long.toHexString(base + bytes.limit()));
  }
}
