package org.inquest.formats.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.inquest.formats.bytes.ByteSource;
import org.jspecify.annotations.Nullable;

/// A kernel as boot loaders take it on x86, `bzImage` or `vmlinuz`: the packed vmlinux, stripped,
/// lies within (Linux, Documentation/arch/x86/boot.rst, "Details of Header Fields").
///
/// @param start of the packed vmlinux in the file
/// @param length in bytes, with the unpacked size behind it where the codec does not tell that
///   itself (scripts/Makefile.lib, size_append)
record BootImage(long start, long length) {
  private static final int SETUP_SECTORS = 0x1f1;
  private static final int MAGIC_AT = 0x202;

  /// `HdrS`.
  private static final long MAGIC = 0x5372_6448;

  private static final int VERSION = 0x206;
  private static final int PAYLOAD_OFFSET = 0x248;
  private static final int PAYLOAD_LENGTH = 0x24c;

  /// The first protocol that tells of the payload: 2.08, Linux 2.6.26.
  private static final int FIRST_VERSION = 0x208;

  private static final int SECTOR = 512;

  /// Bytes of an unpacked kernel that are believed; today's have 70 MB.
  private static final long MAX_SIZE = 1L << 29;

  /// Where the packed vmlinux of a boot image is; empty for any other file, and where it is cut
  /// off.
  static Optional<BootImage> of(ByteSource file) {
    if (!file.has(0, PAYLOAD_LENGTH + 4)
        || u32(file, MAGIC_AT) != MAGIC
        || (u32(file, VERSION) & 0xffff) < FIRST_VERSION) {
      return Optional.empty();
    }
    long sectors = u32(file, SETUP_SECTORS) & 0xff;
    long start = ((sectors == 0 ? 4 : sectors) + 1) * SECTOR + u32(file, PAYLOAD_OFFSET);
    long length = u32(file, PAYLOAD_LENGTH);
    return length > 16 && file.has(start, length)
        ? Optional.of(new BootImage(start, length))
        : Optional.empty();
  }

  /// Reads the vmlinux; null where it is packed in a way not known here (lzma, lzo, bzip2).
  ///
  /// @throws IOException where it is damaged at its beginning; of zstd, anywhere
  @Nullable InputStream open(ByteSource file) throws IOException {
    byte[] magic = PackedFile.start(file, start);
    boolean gzip = (magic[0] & 0xff) == 0x1f;
    long end = start + length - (gzip ? 0 : 4);
    int number = PackedFile.magic(magic);
    if (number == PackedFile.ZSTD) {
      long size = u32(file, end);
      if (size > MAX_SIZE) {
        throw new IOException("a kernel of " + size + " bytes");
      }
      return new WholeZstdStream(file.slice(start, end - start), size);
    }
    PackedFile.SourceStream packed = new PackedFile.SourceStream(file, start, end);
    return number == LegacyLz4Stream.MAGIC
        ? new LegacyLz4Stream(packed)
        : PackedFile.stream(packed, magic);
  }

  private static long u32(ByteSource file, long at) {
    return file.cursor(at, 4).u32();
  }
}
