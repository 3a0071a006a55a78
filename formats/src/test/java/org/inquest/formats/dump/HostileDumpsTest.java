package org.inquest.formats.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.testkit.ElfCoreImage;
import org.inquest.formats.testkit.FlattenedImage;
import org.inquest.formats.testkit.KdumpImage;
import org.inquest.formats.testkit.KdumpImage.Codec;
import org.inquest.formats.testkit.NoteBytes;
import org.inquest.formats.testkit.TestPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged files: an answer or an [InquestException], soon, and without memory sized by a damaged
/// number.
class HostileDumpsTest {
  private static final int[] FLIPS = {0x01, 0x80, 0xff};
  private static final long MOST_ALLOCATED = 64 << 20;

  private static final MethodHandle ALLOCATED = allocatedBytes();

  @TempDir Path folder;

  private static byte[] kdump(Codec codec) {
    byte[] notes = new NoteBytes().prstatus(1).vmcoreinfo("OSRELEASE=6.1\n").bytes();
    return new KdumpImage()
        .codec(codec)
        .notes(notes)
        .vmcoreinfo("OSRELEASE=6.1\n")
        .page(1, TestPages.text(4096, 1))
        .page(2, TestPages.noise(4096, 2))
        .filtered(3)
        .page(40, new byte[4096])
        .bytes();
  }

  private static byte[] elf() {
    byte[] notes =
        new NoteBytes()
            .prstatus(1)
            .add("QEMU", 0, new byte[440])
            .vmcoreinfo("OSRELEASE=6.1\nPAGESIZE=4096\n")
            .bytes();
    return new ElfCoreImage()
        .notes(notes)
        .extendedCount()
        .load(0, TestPages.text(8192, 1))
        .load(0x100000, TestPages.text(4096, 2), 8192)
        .bytes();
  }

  @Test
  void everyByteOfAKdumpHeaderFlipped() {
    flipEach(kdump(Codec.ZSTD), 2 * 4096);
  }

  @Test
  void everyByteOfTheRestOfAKdumpFlipped() {
    // Bitmaps, descriptors and packed pages.
    byte[] file = kdump(Codec.LZO);
    flip(file, 2 * 4096, 2 * 4096 + 16);
    flip(file, 3 * 4096, 3 * 4096 + 16);
    flip(file, 4 * 4096, Math.min(file.length, 4 * 4096 + 1500));
  }

  @Test
  void everyByteOfPackedPagesFlipped() {
    for (Codec codec : Codec.values()) {
      byte[] file = new KdumpImage().codec(codec).page(1, TestPages.text(4096, 1)).bytes();
      flip(file, 4 * 4096, Math.min(file.length, 4 * 4096 + 700));
    }
  }

  @Test
  void everyByteOfAnElfCoreFlipped() {
    flipEach(elf(), 64 + 4 * 56 + 64 + 1000);
  }

  @Test
  void everyByteOfAFlattenedFileFlipped() {
    byte[] flat = FlattenedImage.of(kdump(Codec.ZLIB), 8192);
    flip(flat, 0, 64);
    for (int at = 4096; at < flat.length; at += 8192 + 16) {
      flip(flat, at, Math.min(flat.length, at + 32));
    }
  }

  @Test
  void filesCutAtAnyLength() {
    for (byte[] file :
        List.of(kdump(Codec.ZLIB), elf(), FlattenedImage.of(kdump(Codec.SNAPPY), 3000))) {
      for (int length = 0; length < file.length; length += length < 300 ? 1 : 61) {
        look(Arrays.copyOf(file, length));
      }
    }
  }

  @Test
  void noiseBehindAGoodSignature() {
    Random random = new Random(42);
    for (byte[] file : List.of(kdump(Codec.ZLIB), elf(), FlattenedImage.of(elf(), 3000))) {
      for (int i = 0; i < 300; i++) {
        byte[] noise = file.clone();
        int keep = new int[] {8, 16, 20, 64, 440, 4096}[random.nextInt(6)];
        byte[] random4k = new byte[Math.min(file.length - keep, 1 + random.nextInt(4096))];
        random.nextBytes(random4k);
        System.arraycopy(random4k, 0, noise, keep, random4k.length);
        look(noise);
      }
    }
  }

  @Test
  void randomFiles() {
    for (int i = 0; i < 200; i++) {
      look(TestPages.noise(1 + i * 37, i));
    }
  }

  private void flipEach(byte[] file, int to) {
    flip(file, 0, Math.min(to, file.length));
  }

  private void flip(byte[] file, int from, int to) {
    Path path = DumpTesting.write(folder, file).getFirst();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      for (int at = from; at < to; at++) {
        for (int flip : FLIPS) {
          channel.write(ByteBuffer.wrap(new byte[] {(byte) (file[at] ^ flip)}), at);
          look(path, file.length);
        }
        channel.write(ByteBuffer.wrap(file, at, 1), at);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void look(byte[] file) {
    look(DumpTesting.write(folder, file).getFirst(), file.length);
  }

  /// Opens and reads what there is, as a caller would.
  private void look(Path file, int size) {
    long before = allocated();
    long start = System.nanoTime();
    try (DumpImage image = DumpFormats.open(List.of(file))) {
      PhysicalPages pages = image.pages();
      byte[] page = new byte[pages.pageSize()];
      long limit = pages.limit();
      for (long frame = 0; frame < Math.min(limit, 70); frame++) {
        check(pages, frame, page);
      }
      check(pages, limit - 1, page);
      check(pages, limit, page);
      check(pages, Long.MAX_VALUE, page);
      check(pages, Long.MIN_VALUE, page);
      for (ElfNote note : image.notes()) {
        X86Prstatus.of(note);
        QemuCpuState.of(note);
      }
      assertThat(image.vmcoreinfo().orElse("").length()).isLessThanOrEqualTo(size);
    } catch (InquestException told) {
      assertThat(told.getMessage()).isNotBlank().doesNotContain("\n");
    } catch (RuntimeException | Error e) {
      fail("a damaged file must not end in " + e, e);
    }
    assertThat(allocated() - before).isLessThan(MOST_ALLOCATED);
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  private static void check(PhysicalPages pages, long frame, byte[] page) {
    PageStatus status = pages.status(frame);
    PageStatus read = pages.read(frame, page);
    if (status != read && read != PageStatus.UNDECODABLE) {
      fail("frame " + frame + " is " + status + " but reads as " + read);
    }
  }

  private static long allocated() {
    try {
      return (long) ALLOCATED.invoke();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /// `ThreadMXBean.getCurrentThreadAllocatedBytes` by name: the module under test does not read
  /// java.management.
  private static MethodHandle allocatedBytes() {
    try {
      Object bean =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      return MethodHandles.publicLookup()
          .unreflect(
              Class.forName("com.sun.management.ThreadMXBean")
                  .getMethod("getCurrentThreadAllocatedBytes"))
          .bindTo(bean);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
