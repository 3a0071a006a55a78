package org.inquest.formats.dwarf;

import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unsupported;

/// Unpacks compressed sections, into memory outside of the Java heap: with a header `Elf64_Chdr`
/// (System V gABI, "Section Compression"), or in GNU's older way, `ZLIB` and the size in big-endian
/// order.
final class PackedSection {
  private static final int ELFCOMPRESS_ZLIB = 1;
  private static final int ELFCOMPRESS_ZSTD = 2;
  private static final int CHDR = 24;
  private static final int OLD_HEADER = 12;
  private static final int OLD_MAGIC = 0x42494c5a; // "ZLIB"

  /// Debugging information packs to a third or a tenth; a section that claims far more is a forgery
  /// that wants our memory.
  private static final long MAX_RATIO = 400;

  private PackedSection() {}

  /// Unpacks a section with the flag `SHF_COMPRESSED`.
  ///
  /// @throws MalformedInput where it is damaged
  /// @throws Unsupported for another way to compress
  static MemorySegment unpack(String name, MemorySegment packed) {
    if (packed.byteSize() < CHDR) {
      throw new MalformedInput(name, 0, "the header of a compressed section", "its end");
    }
    int kind = packed.get(Bytes.U32, 0);
    MemorySegment target = room(name, packed.get(Bytes.U64, 8), packed.byteSize());
    MemorySegment data = packed.asSlice(CHDR);
    switch (kind) {
      case ELFCOMPRESS_ZLIB -> inflate(name, data, target);
      case ELFCOMPRESS_ZSTD -> unpackZstd(name, data, target);
      default ->
          throw new Unsupported(
              name + ": is compressed in way " + kind + "; zlib (1) and zstd (2) are read");
    }
    return target.asReadOnly();
  }

  /// Unpacks a section named `.zdebug_*`.
  ///
  /// @throws MalformedInput where it is damaged
  static MemorySegment unpackOld(String name, MemorySegment packed) {
    if (packed.byteSize() < OLD_HEADER || packed.get(Bytes.U32, 0) != OLD_MAGIC) {
      throw new MalformedInput(name, 0, "ZLIB and a size", "something else");
    }
    long size =
        packed.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), Integer.BYTES);
    MemorySegment target = room(name, size, packed.byteSize());
    inflate(name, packed.asSlice(OLD_HEADER), target);
    return target.asReadOnly();
  }

  private static MemorySegment room(String name, long size, long packed) {
    if (size < 0 || size > Integer.MAX_VALUE || size / MAX_RATIO > packed) {
      throw new MalformedInput(
          name, 0, "a size that " + packed + " bytes unpack to", Long.toUnsignedString(size));
    }
    return Arena.ofAuto().allocate(size, Long.BYTES);
  }

  private static void inflate(String name, MemorySegment packed, MemorySegment target) {
    if (packed.byteSize() > Integer.MAX_VALUE) {
      throw new Unsupported(name + ": has more than 2 GiB packed");
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed.asByteBuffer());
      int filled = inflater.inflate(target.asByteBuffer());
      if (filled < target.byteSize()) {
        throw new MalformedInput(name, filled, target.byteSize() + " bytes unpacked", "fewer");
      }
    } catch (DataFormatException | InternalError e) {
      throw new MalformedInput(name, -1, "zlib data", "something else");
    } finally {
      inflater.end();
    }
  }

  private static void unpackZstd(String name, MemorySegment packed, MemorySegment target) {
    try {
      // The library wants memory it may point at; a read-only array is none.
      MemorySegment input =
          packed.isNative()
              ? packed
              : Arena.ofAuto().allocate(packed.byteSize(), Long.BYTES).copyFrom(packed);
      int filled = new ZstdJavaDecompressor().decompress(input, target);
      if (filled < target.byteSize()) {
        throw new MalformedInput(name, filled, target.byteSize() + " bytes unpacked", "fewer");
      }
    } catch (MalformedInput e) {
      throw e;
    } catch (RuntimeException | InternalError e) {
      // The library's own exception as a rule, but damaged tables also end in others.
      throw new MalformedInput(name, -1, "zstd data", "something else");
    }
  }
}
