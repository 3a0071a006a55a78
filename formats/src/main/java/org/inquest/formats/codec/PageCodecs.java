package org.inquest.formats.codec;

import io.airlift.compress.v3.lzo.LzoDecompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;

/// The codecs, each made when it is first asked for.
public final class PageCodecs {
  private PageCodecs() {}

  /// Not compressed at all: exactly `size` bytes are copied.
  public static PageCodec stored() {
    return Stored.CODEC;
  }

  /// zlib.
  public static PageCodec zlib() {
    return Zlib.CODEC;
  }

  /// LZO1X, one block without a header.
  public static PageCodec lzo() {
    return Lzo.CODEC;
  }

  /// Snappy, raw format.
  public static PageCodec snappy() {
    return Snappy.CODEC;
  }

  /// Zstandard, one frame for each page. Ask for it early: a faster decoder is made ready
  /// meanwhile.
  public static PageCodec zstd() {
    return Zstd.CODEC;
  }

  // A holder class for each: a dump uses one codec, and start-up pays for no other.

  private static final class Stored implements PageCodec {
    static final PageCodec CODEC = new Stored();

    @Override
    public String name() {
      return "uncompressed";
    }

    @Override
    public boolean unpack(byte[] packed, byte[] target, int size) {
      if (packed.length != size) {
        return false;
      }
      System.arraycopy(packed, 0, target, 0, size);
      return true;
    }
  }

  private static final class Zlib {
    static final PageCodec CODEC = new ZlibCodec();
  }

  private static final class Lzo {
    static final PageCodec CODEC = new AirCodec("LZO", LzoDecompressor::new);
  }

  private static final class Snappy {
    static final PageCodec CODEC = new AirCodec("snappy", SnappyJavaDecompressor::new);
  }

  private static final class Zstd {
    static final PageCodec CODEC = new ZstdCodec();
  }
}
