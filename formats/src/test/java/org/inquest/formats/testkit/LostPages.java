package org.inquest.formats.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// Copies of kdump files that lack some pages, as a full disk leaves them: the pages are listed,
/// and their data lies beyond the end of the file.
public final class LostPages {
  /// `struct page_desc` of makedumpfile's diskdump_mod.h.
  private static final int DESCRIPTOR_SIZE = 24;

  private LostPages() {}

  /// Copies a dump without some of its pages.
  ///
  /// @param dump little endian, one file, with two bitmaps, as makedumpfile writes them
  /// @param first page frame
  /// @param last page frame, which is lost, too
  /// @return `to`
  public static Path copy(Path dump, Path to, long first, long last) {
    try {
      ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(dump)).order(ByteOrder.LITTLE_ENDIAN);
      // struct disk_dump_header: block_size, sub_hdr_size, bitmap_blocks
      int block = file.getInt(428);
      int bitmaps = (1 + file.getInt(432)) * block;
      int stored = bitmaps + file.getInt(436) * block / 2;
      int descriptors = bitmaps + file.getInt(436) * block;
      int number = 0;
      for (int frame = 0; frame <= last; frame++) {
        if ((file.get(stored + frame / 8) >> frame % 8 & 1) != 0) {
          if (frame >= first) {
            file.putLong(descriptors + number * DESCRIPTOR_SIZE, 1L << 50);
          }
          number++;
        }
      }
      return Files.write(to, file.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
