package org.inquest.formats.dump.kdump;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.codec.PageCodec;
import org.inquest.formats.codec.PageCodecs;
import org.inquest.formats.dump.ElfNote;
import org.inquest.formats.dump.ElfNotes;
import org.inquest.formats.dump.PageStatus;
import org.inquest.formats.fault.MalformedInput;
import org.jspecify.annotations.Nullable;

/// One kdump file: a whole dump, or the frames `start` to `end` of a split one.
final class KdumpPart {
  /// `struct page_desc`: offset s64, size u32, flags u32, page_flags u64.
  private static final int DESCRIPTOR_SIZE = 24;

  /// 256 TiB of 4 KiB pages, four times the largest machine Linux ran on. A damaged count must not
  /// size a table.
  private static final long MOST_FRAMES = 1L << 36;

  private final ByteSource source;
  private final KdumpHeader header;
  private final KdumpSubHeader sub;
  private final FrameBitmap exists;
  private final FrameBitmap stored;
  private final boolean big;

  private KdumpPart(ByteSource source, KdumpHeader header, KdumpSubHeader sub) {
    this.source = source;
    this.header = header;
    this.sub = sub;
    this.big = header.order() == ByteOrder.BIG_ENDIAN;
    long bitmapBytes = header.bitmapBlocks() * header.blockSize();
    long blocksNeeded = (sub.maxMapnr() + 8L * header.blockSize() - 1) / (8L * header.blockSize());
    // diskdump, from which the format comes, may have a single bitmap, of the stored frames.
    boolean pair = header.bitmapBlocks() >= 2 * blocksNeeded;
    long each = pair ? bitmapBytes / 2 : bitmapBytes;
    long frames = Math.min(sub.maxMapnr(), each << 3);
    this.exists = new FrameBitmap(source, header.bitmapOffset(), frames);
    this.stored =
        pair ? new FrameBitmap(source, header.bitmapOffset() + each, frames) : this.exists;
  }

  static KdumpPart open(ByteSource source) {
    KdumpHeader header = KdumpHeader.read(source);
    KdumpSubHeader sub = KdumpSubHeader.read(source, header);
    if (sub.maxMapnr() <= 0 || sub.maxMapnr() > MOST_FRAMES) {
      throw new MalformedInput(
          source.name(),
          header.version() >= 6 ? header.blockSize() + 96L : 440,
          "a count of page frames up to 0x" + Long.toHexString(MOST_FRAMES),
          "0x" + Long.toHexString(sub.maxMapnr()));
    }
    if (header.bitmapOffset() >= source.size()) {
      throw new MalformedInput(
          source.name(),
          source.size(),
          "the bitmap of page frames at 0x" + Long.toHexString(header.bitmapOffset()),
          "the end of file");
    }
    if ((header.status() & KdumpHeader.COMPRESSED_ZSTD) != 0) {
      PageCodecs.zstd();
    }
    return new KdumpPart(source, header, sub);
  }

  KdumpHeader header() {
    return header;
  }

  KdumpSubHeader sub() {
    return sub;
  }

  ByteSource source() {
    return source;
  }

  /// First frame whose data is in this file.
  long start() {
    return sub.split() ? sub.startPfn() : 0;
  }

  /// One more than the last frame whose data is in this file.
  long end() {
    return sub.split() ? sub.endPfn() : limit();
  }

  /// One more than the highest frame that both bitmaps of this file tell of.
  long limit() {
    return Math.min(exists.frames(), stored.frames());
  }

  /// Whether the frame's bits are set, without looking for its data: any part of a split dump can
  /// tell.
  PageStatus listed(long frame) {
    if (frame < 0 || frame >= sub.maxMapnr()) {
      return PageStatus.ABSENT;
    } else if (frame >= limit()) {
      return PageStatus.LOST; // the file ends within its bitmap
    } else if (stored.has(frame)) {
      return PageStatus.PRESENT;
    }
    return exists.has(frame) ? PageStatus.FILTERED : PageStatus.ABSENT;
  }

  /// @param frame one that is [#listed] as present
  PageStatus status(long frame) {
    long at = descriptor(frame);
    return at >= 0 && hasData(offset(at), size(at)) ? PageStatus.PRESENT : PageStatus.LOST;
  }

  /// @param frame one that is [#listed] as present
  PageStatus read(long frame, byte[] target) {
    long at = descriptor(frame);
    if (at < 0) {
      return PageStatus.LOST;
    }
    long offset = offset(at);
    long size = size(at);
    if (!hasData(offset, size)) {
      return PageStatus.LOST;
    }
    PageCodec codec = codec(flags(at));
    if (codec == null || size > header.blockSize()) {
      return PageStatus.UNDECODABLE;
    }
    byte[] packed = new byte[(int) size];
    source.copy(offset, packed, 0, packed.length);
    return codec.unpack(packed, target, header.blockSize())
        ? PageStatus.PRESENT
        : PageStatus.UNDECODABLE;
  }

  /// Where the frame's descriptor is, or -1 where the file ends before.
  private long descriptor(long frame) {
    long index = stored.rank(frame) - (sub.split() ? stored.rank(start()) : 0);
    long at = header.descriptorOffset() + index * DESCRIPTOR_SIZE;
    return index >= 0 && source.has(at, DESCRIPTOR_SIZE) ? at : -1;
  }

  /// Whether the packed bytes are in the file. Offset 0 means that the writer had no room left.
  private boolean hasData(long offset, long size) {
    return offset > 0 && source.has(offset, size);
  }

  // struct page_desc, from where it starts in the file

  private long offset(long descriptor) {
    long raw = source.u64(descriptor);
    return big ? Long.reverseBytes(raw) : raw;
  }

  private long size(long descriptor) {
    long raw = source.u64(descriptor + 8);
    return big ? Long.reverseBytes(raw) >>> 32 : raw & 0xffff_ffffL;
  }

  private int flags(long descriptor) {
    long raw = source.u64(descriptor + 8);
    return (int) (big ? Long.reverseBytes(raw) : raw >>> 32);
  }

  private static @Nullable PageCodec codec(int flags) {
    // A page that did not become smaller is stored as it is, without a flag, in every file.
    return switch (flags) {
      case 0 -> PageCodecs.stored();
      case KdumpHeader.COMPRESSED_ZLIB -> PageCodecs.zlib();
      case KdumpHeader.COMPRESSED_LZO -> PageCodecs.lzo();
      case KdumpHeader.COMPRESSED_SNAPPY -> PageCodecs.snappy();
      case KdumpHeader.COMPRESSED_ZSTD -> PageCodecs.zstd();
      default -> null;
    };
  }

  List<ElfNote> notes() {
    if (sub.noteSize() <= 0 || !source.has(sub.noteOffset(), sub.noteSize())) {
      return List.of();
    }
    return ElfNotes.read(source.slice(sub.noteOffset(), sub.noteSize()), header.order());
  }

  Optional<String> vmcoreinfo(List<ElfNote> notes) {
    long size = sub.vmcoreinfoSize();
    // The kernel's text is one page, QEMU allows 1 MiB.
    if (sub.vmcoreinfoOffset() > 0
        && size > 0
        && size <= 1 << 20
        && source.has(sub.vmcoreinfoOffset(), size)) {
      return Optional.of(ElfNotes.text(source.slice(sub.vmcoreinfoOffset(), size)));
    }
    return ElfNotes.vmcoreinfo(notes);
  }

  /// What of the file is missing, a sentence each.
  List<String> gaps() {
    List<String> gaps = new ArrayList<>(source.gaps());
    if ((header.status() & KdumpHeader.INCOMPLETE) != 0) {
      gaps.add(source.name() + ": incomplete: makedumpfile ran out of space while writing it");
    }
    if (limit() < sub.maxMapnr()) {
      gaps.add(cutOff("within its bitmaps; no page can be read"));
    } else if (!source.has(header.descriptorOffset(), descriptorBytes())) {
      gaps.add(cutOff("within its page descriptors; most pages are lost"));
    } else if (lastPageLost()) {
      gaps.add(cutOff("within its page data; the pages behind that are lost"));
    }
    if (sub.noteSize() > 0 && !source.has(sub.noteOffset(), sub.noteSize())) {
      gaps.add(source.name() + ": the notes (registers) lie outside the file");
    }
    if (sub.eraseinfoSize() > 0) {
      gaps.add(source.name() + ": makedumpfile overwrote some data with 'X' (eraseinfo)");
    }
    return gaps;
  }

  private String cutOff(String where) {
    return source.name() + ": cut off: the file ends at 0x" + hex(source.size()) + ", " + where;
  }

  private static String hex(long value) {
    return Long.toHexString(value);
  }

  private long descriptorCount() {
    return sub.split() ? stored.rank(end(limit())) - stored.rank(start()) : stored.count();
  }

  private long end(long most) {
    return Math.min(sub.endPfn(), most);
  }

  private long descriptorBytes() {
    return descriptorCount() * DESCRIPTOR_SIZE;
  }

  /// Pages are written in order, but for zero pages, which all point at the first: so the last few
  /// tell.
  private boolean lastPageLost() {
    long count = descriptorCount();
    for (long i = count - 1; i >= 0 && i > count - 64; i--) {
      long at = header.descriptorOffset() + i * DESCRIPTOR_SIZE;
      long offset = offset(at);
      if (offset != 0 && !hasData(offset, size(at))) {
        return true;
      }
    }
    return false;
  }
}
