package org.inquest.formats.codec;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.lz4.Lz4Decompressor;
import io.airlift.compress.v3.lz4.Lz4JavaDecompressor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// LZ4's old frames, as `lz4 -l` writes them for kernels (LZ4 Frame Format Description, "Legacy
/// frame"): blocks, each with its packed size before it.
final class LegacyLz4Stream extends InputStream {
  /// `0x184C2102`, little endian.
  static final int MAGIC = 0x184c_2102;

  /// Of a block, unpacked; packed it may be a little more.
  private static final int BLOCK = 8 << 20;

  private static final int MAX_PACKED = BLOCK + BLOCK / 255 + 16;

  private final InputStream in;
  private final Lz4Decompressor codec = new Lz4JavaDecompressor();
  private final byte[] block = new byte[BLOCK];
  private int at;
  private int filled;

  /// @param in at the magic number
  LegacyLz4Stream(InputStream in) throws IOException {
    this.in = in;
    in.skipNBytes(4);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (at == filled && !next()) {
      return -1;
    }
    int count = Math.min(length, filled - at);
    System.arraycopy(block, at, target, offset, count);
    at += count;
    return count;
  }

  private boolean next() throws IOException {
    byte[] head = in.readNBytes(4);
    if (head.length == 0) {
      return false;
    }
    int size = head.length < 4 ? 0 : ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (size <= 0 || size > MAX_PACKED) {
      throw new IOException("a block of " + Integer.toUnsignedString(size) + " bytes");
    }
    byte[] packed = in.readNBytes(size);
    if (packed.length < size) {
      throw new EOFException("a block breaks off");
    }
    try {
      filled = codec.decompress(packed, 0, size, block, 0, BLOCK);
    } catch (MalformedInputException e) {
      throw new IOException(e);
    }
    at = 0;
    return filled > 0;
  }
}
