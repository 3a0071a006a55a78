package org.inquest.formats.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.inquest.formats.testkit.ElfCoreImage;
import org.inquest.formats.testkit.KdumpImage;
import org.inquest.formats.testkit.KdumpImage.Codec;
import org.inquest.formats.testkit.TestPages;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Dumps of machines with 1 TiB, in files with holes: opening them must cost neither time nor
/// memory.
class HugeDumpsTest {
  private static final long TIB = 1L << 40;
  private static final byte[] PAGE = TestPages.text(4096, 1);

  @TempDir Path folder;

  @Test
  void elfCoreOfOneTebibyte() throws IOException {
    // One segment; its size is stretched afterwards, p_filesz and p_memsz of the second program
    // header.
    byte[] small = new ElfCoreImage().load(0x100000, new byte[4096]).bytes();
    long dataAt = small.length - 4096L;
    ByteBuffer.wrap(small)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(64 + 56 + 32, TIB)
        .putLong(64 + 56 + 40, TIB);
    Path path = sparse(small, dataAt + TIB, dataAt + TIB - 4096, PAGE);
    long start = System.nanoTime();
    try (DumpImage image = DumpFormats.open(List.of(path))) {
      assertThat(image.pages().limit()).isEqualTo((TIB + 0x100000) / 4096);
      assertThat(DumpTesting.page(image, (TIB + 0x100000) / 4096 - 1)).isEqualTo(PAGE);
      assertThat(DumpTesting.page(image, 0x1234567)).containsOnly(0);
    }
    assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
  }

  @Test
  void kdumpOfOneTebibyte() throws IOException {
    // Bitmaps of 32 MiB each: frames 1 and the last are there.
    long frames = TIB / 4096;
    byte[] small = new KdumpImage().codec(Codec.STORED).page(1, PAGE).bytes();
    ByteBuffer header = ByteBuffer.wrap(small).order(ByteOrder.LITTLE_ENDIAN);
    int bitmap = (int) (frames / 8);
    header.putInt(436, 2 * bitmap / 4096).putInt(440, (int) frames).putLong(4096 + 96, frames);
    long bitmaps = 2 * 4096L;
    long descriptors = bitmaps + 2L * bitmap;
    long data = descriptors + 2 * 24;
    Path path = sparse(Arrays.copyOf(small, 2 * 4096), data + 4096, data, PAGE);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      for (long at : new long[] {bitmaps, bitmaps + bitmap}) {
        channel.write(ByteBuffer.wrap(new byte[] {2}), at);
        channel.write(ByteBuffer.wrap(new byte[] {(byte) 0x80}), at + bitmap - 1);
      }
      ByteBuffer pages = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
      pages.putLong(0, data).putInt(8, 4096).putLong(24, data).putInt(32, 4096);
      channel.write(pages, descriptors);
    }
    long start = System.nanoTime();
    try (DumpImage image = DumpFormats.open(List.of(path))) {
      assertThat(image.gaps()).isEmpty();
      assertThat(image.pages().limit()).isEqualTo(frames);
      assertThat(DumpTesting.page(image, 1)).isEqualTo(PAGE);
      assertThat(DumpTesting.page(image, frames - 1)).isEqualTo(PAGE);
      assertThat(image.pages().status(frames / 2)).isEqualTo(PageStatus.ABSENT);
    }
    assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
  }

  private Path sparse(byte[] start, long size, long lastAt, byte[] last) throws IOException {
    Path path = folder.resolve("huge");
    Files.write(path, start);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(last), lastAt);
    } catch (IOException e) {
      Assumptions.abort("the file system can't hold a sparse file of this size: " + e.getMessage());
    }
    assertThat(Files.size(path)).isEqualTo(size);
    return path;
  }
}
