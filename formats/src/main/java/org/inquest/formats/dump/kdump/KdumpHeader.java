package org.inquest.formats.dump.kdump;

import java.nio.ByteOrder;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.Cursor;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unsupported;

/// The main header, `struct disk_dump_header` of a 64-bit machine (makedumpfile diskdump_mod.h).
///
/// @param order byte order of the machine that wrote the file
/// @param version `header_version`, 1 to 6
/// @param release `utsname.release`; empty in QEMU's dumps
/// @param machine `utsname.machine`
/// @param timestamp `timestamp.tv_sec`
/// @param status flags of the whole file: [#COMPRESSED_ZLIB] and so on
/// @param blockSize `block_size`: bytes of a block and of a page
/// @param subHeaderBlocks `sub_hdr_size`, in blocks
/// @param bitmapBlocks `bitmap_blocks`, both bitmaps together
/// @param maxMapnr `max_mapnr`, 32 bits wide: too narrow from 16 TiB on, see
///   [KdumpSubHeader#maxMapnr]
record KdumpHeader(
    ByteOrder order,
    int version,
    String release,
    String machine,
    long timestamp,
    int status,
    int blockSize,
    long subHeaderBlocks,
    long bitmapBlocks,
    long maxMapnr) {

  /// `DUMP_DH_COMPRESSED_ZLIB`, in [#status] and in the flags of one page.
  static final int COMPRESSED_ZLIB = 0x1;

  /// `DUMP_DH_COMPRESSED_LZO`.
  static final int COMPRESSED_LZO = 0x2;

  /// `DUMP_DH_COMPRESSED_SNAPPY`.
  static final int COMPRESSED_SNAPPY = 0x4;

  /// `DUMP_DH_COMPRESSED_INCOMPLETE`: the writer ran out of space. In [#status] only.
  static final int INCOMPLETE = 0x8;

  /// `DUMP_DH_EXCLUDED_VMEMMAP`. In [#status] only.
  static final int EXCLUDED_VMEMMAP = 0x10;

  /// `DUMP_DH_COMPRESSED_ZSTD`.
  static final int COMPRESSED_ZSTD = 0x20;

  private static final long SIGNATURE = 0x2020_2050_4d55_444bL; // "KDUMP   "
  private static final long OLD_SIGNATURE = 0x504d_5544_4b53_4944L; // "DISKDUMP"
  private static final int UTSNAME_FIELD = 65;
  private static final int SIZE = 464;
  private static final int BLOCK_SIZE = 428;

  /// With a 4-byte `long` the timestamp, and all after it, sits 12 bytes earlier.
  private static final int BLOCK_SIZE_32 = 416;

  static boolean probe(ByteSource source) {
    if (!source.has(0, 8)) {
      return false;
    }
    long signature = source.cursor(0, 8).u64();
    return signature == SIGNATURE || signature == OLD_SIGNATURE;
  }

  static KdumpHeader read(ByteSource source) {
    if (!source.has(0, SIZE)) {
      throw new MalformedInput(
          source.name(), source.size(), "a kdump header of " + SIZE + " bytes", "the end of file");
    }
    Cursor cursor = source.cursor(0, SIZE);
    ByteOrder order = order(cursor);
    cursor = cursor.withOrder(order).seek(8);
    int version = cursor.s32();
    cursor.skip(2 * UTSNAME_FIELD);
    String release = cursor.text(UTSNAME_FIELD);
    cursor.skip(UTSNAME_FIELD);
    String machine = cursor.text(UTSNAME_FIELD);
    long timestamp = cursor.seek(408).u64();
    int status = cursor.seek(424).s32();
    KdumpHeader header =
        new KdumpHeader(
            order,
            version,
            release,
            machine,
            timestamp,
            status,
            cursor.s32(),
            cursor.u32(),
            cursor.u32(),
            cursor.u32());
    header.check(source);
    return header;
  }

  /// The block size has one bit set, so it tells the byte order, on a 32-bit machine too.
  private static ByteOrder order(Cursor cursor) {
    Cursor big = cursor.withOrder(ByteOrder.BIG_ENDIAN);
    return pageSized(big.seek(BLOCK_SIZE).s32()) || pageSized(big.seek(BLOCK_SIZE_32).s32())
        ? ByteOrder.BIG_ENDIAN
        : ByteOrder.LITTLE_ENDIAN;
  }

  private void check(ByteSource source) {
    if (version < 0 || version > 64) {
      throw new MalformedInput(source.name(), 8, "a kdump header version", "" + version);
    }
    if (!pageSized(blockSize)) {
      if (pageSized(source.cursor(0, SIZE).withOrder(order).seek(BLOCK_SIZE_32).s32())) {
        throw new Unsupported(
            source.name() + ": a kdump file of a 32-bit machine (" + machine + "); 64-bit only");
      }
      throw new MalformedInput(
          source.name(), BLOCK_SIZE, "a block size: a power of two, 4096 to 65536", "" + blockSize);
    }
    if (subHeaderBlocks == 0) {
      throw new MalformedInput(source.name(), 432, "a sub header", "sub_hdr_size 0");
    }
  }

  private static boolean pageSized(int size) {
    return size >= 4096 && size <= 65536 && Integer.bitCount(size) == 1;
  }

  /// Offset of bitmap 1.
  long bitmapOffset() {
    return (1 + subHeaderBlocks) * blockSize;
  }

  /// Offset of the first page descriptor.
  long descriptorOffset() {
    return (1 + subHeaderBlocks + bitmapBlocks) * blockSize;
  }

  /// ELF machine number by `uname -m`; 0 where the header does not tell.
  int elfMachine() {
    return switch (machine) {
      case "x86_64" -> 62;
      case "aarch64" -> 183;
      case "riscv64" -> 243;
      case "ppc64", "ppc64le" -> 21;
      case "s390x" -> 22;
      case "loongarch64" -> 258;
      default -> 0;
    };
  }

  /// The codec that the whole file names, for people: a page's own flags decide.
  String codecName() {
    if ((status & COMPRESSED_ZSTD) != 0) {
      return "zstd";
    } else if ((status & COMPRESSED_SNAPPY) != 0) {
      return "snappy";
    } else if ((status & COMPRESSED_LZO) != 0) {
      return "LZO";
    }
    return (status & COMPRESSED_ZLIB) != 0 ? "zlib" : "uncompressed";
  }
}
