package org.inquest.formats.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.inquest.formats.fault.UsageError;
import org.inquest.formats.testkit.FlattenedImage;
import org.inquest.formats.testkit.KdumpImage;
import org.inquest.formats.testkit.KdumpImage.Codec;
import org.inquest.formats.testkit.NoteBytes;
import org.inquest.formats.testkit.TestPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KdumpTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Codec.class)
  void pagesComeBackAsTheyWereWritten(Codec codec) {
    KdumpImage written = new KdumpImage().codec(codec).frames(100_000);
    for (long frame = 0; frame < 100_000; frame += 997) {
      written.page(frame, content(frame)).filtered(frame + 1);
    }
    try (DumpImage image = DumpTesting.open(folder, written.bytes())) {
      for (long frame = 0; frame < 100_000; frame += 997) {
        assertThat(image.pages().status(frame)).isEqualTo(PageStatus.PRESENT);
        assertThat(DumpTesting.page(image, frame)).isEqualTo(content(frame));
        assertThat(image.pages().status(frame + 1)).isEqualTo(PageStatus.FILTERED);
        assertThat(image.pages().status(frame + 2)).isEqualTo(PageStatus.ABSENT);
      }
      assertThat(image.pages().limit()).isEqualTo(100_000);
      assertThat(image.pages().status(100_000)).isEqualTo(PageStatus.ABSENT);
      assertThat(image.pages().status(-1)).isEqualTo(PageStatus.ABSENT);
      assertThat(image.gaps()).isEmpty();
    }
  }

  /// One page in three is zero, one does not pack, one does.
  private static byte[] content(long frame) {
    return switch ((int) (frame % 3)) {
      case 0 -> new byte[4096];
      case 1 -> TestPages.noise(4096, frame);
      default -> TestPages.text(4096, frame);
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void headerVersionsTellWhatTheyHave(int version) {
    byte[] notes = new NoteBytes().prstatus(7).vmcoreinfo("OSRELEASE=6.1\n").bytes();
    byte[] page = TestPages.text(4096, 1);
    byte[] file =
        new KdumpImage()
            .version(version)
            .physBase(0x1000000)
            .vmcoreinfo("OSRELEASE=6.1\n")
            .notes(notes)
            .page(9, page)
            .bytes();
    try (DumpImage image = DumpTesting.open(folder, file)) {
      assertThat(image.format())
          .isEqualTo("kdump compressed (header version " + version + ", zlib)");
      assertThat(image.physBase()).contains(0x1000000L);
      assertThat(image.dumpLevel().isPresent()).isEqualTo(version >= 1);
      assertThat(image.vmcoreinfo().isPresent()).isEqualTo(version >= 3);
      assertThat(image.notes()).hasSize(version >= 4 ? 2 : 0);
      assertThat(image.pages().limit()).isEqualTo(64);
      assertThat(DumpTesting.page(image, 9)).isEqualTo(page);
    }
  }

  @Test
  void vmcoreinfoComesFromTheNotesWhereTheHeaderHasNone() {
    byte[] notes = new NoteBytes().vmcoreinfo("OSRELEASE=6.1\n").bytes();
    try (DumpImage image = DumpTesting.open(folder, new KdumpImage().notes(notes).bytes())) {
      assertThat(image.vmcoreinfo()).contains("OSRELEASE=6.1\n");
    }
  }

  @Test
  void diskdumpHasOneBitmap() {
    byte[] page = TestPages.text(4096, 1);
    byte[] file = new KdumpImage().diskdump().version(1).page(3, page).bytes();
    try (DumpImage image = DumpTesting.open(folder, file)) {
      assertThat(DumpTesting.page(image, 3)).isEqualTo(page);
      assertThat(image.pages().status(4)).isEqualTo(PageStatus.ABSENT);
    }
  }

  @Test
  void bigEndianMachinesAndLargePagesAreReadAsContainers() {
    byte[] page = TestPages.text(65536, 1);
    byte[] file =
        new KdumpImage()
            .machine("ppc64", ByteOrder.BIG_ENDIAN)
            .pageSize(65536)
            .notes(new NoteBytes(ByteOrder.BIG_ENDIAN).vmcoreinfo("A=1").bytes())
            .page(3, page)
            .bytes();
    try (DumpImage image = DumpTesting.open(folder, file)) {
      assertThat(image.machine()).isEqualTo(21);
      assertThat(image.pages().pageSize()).isEqualTo(65536);
      assertThat(DumpTesting.page(image, 3)).isEqualTo(page);
      assertThat(image.vmcoreinfo()).contains("A=1");
    }
  }

  @Test
  void descriptorWithoutOffsetIsALostPageNotAZeroOne() {
    byte[] file = new KdumpImage().status(8).page(1, TestPages.text(4096, 1)).unwritten(2).bytes();
    try (DumpImage image = DumpTesting.open(folder, file)) {
      assertThat(image.pages().status(1)).isEqualTo(PageStatus.PRESENT);
      assertThat(image.pages().status(2)).isEqualTo(PageStatus.LOST);
      assertThat(image.pages().read(2, new byte[4096])).isEqualTo(PageStatus.LOST);
      assertThat(image.gaps()).singleElement().asString().contains("incomplete");
    }
  }

  @Test
  void cutFileLosesThePagesBehindTheCutOnly() {
    KdumpImage written = new KdumpImage();
    for (int i = 0; i < 10; i++) {
      written.page(i, TestPages.noise(4096, i));
    }
    byte[] file = written.bytes();
    try (DumpImage image =
        DumpTesting.open(folder, Arrays.copyOf(file, file.length - 3 * 4096 - 5))) {
      assertThat(DumpTesting.page(image, 5)).isEqualTo(TestPages.noise(4096, 5));
      assertThat(image.pages().status(6)).isEqualTo(PageStatus.LOST);
      assertThat(image.pages().status(9)).isEqualTo(PageStatus.LOST);
      assertThat(image.gaps()).singleElement().asString().contains("cut off");
    }
  }

  @Test
  void damagedPageIsUndecodable() {
    for (Codec codec : List.of(Codec.ZLIB, Codec.LZO, Codec.SNAPPY, Codec.ZSTD)) {
      byte[] file = new KdumpImage().codec(codec).page(1, TestPages.text(4096, 1)).bytes();
      Arrays.fill(file, file.length - 200, file.length, (byte) 0xff);
      try (DumpImage image = DumpTesting.open(folder, file)) {
        assertThat(image.pages().status(1)).isEqualTo(PageStatus.PRESENT);
        assertThat(image.pages().read(1, new byte[4096]))
            .as(codec.name())
            .isEqualTo(PageStatus.UNDECODABLE);
      }
    }
  }

  @Test
  void partsOfASplitDumpGoTogetherInAnyOrder() {
    List<byte[]> parts = splitDump();
    try (DumpImage image = DumpTesting.open(folder, parts.get(2), parts.get(0), parts.get(1))) {
      for (long frame = 0; frame < 64; frame++) {
        assertThat(DumpTesting.page(image, frame)).isEqualTo(TestPages.text(4096, frame));
      }
      assertThat(image.gaps()).isEmpty();
      assertThat(image.format()).contains("3 parts");
    }
  }

  @Test
  void onePartAloneNamesTheMissingFrames() {
    try (DumpImage image = DumpTesting.open(folder, splitDump().get(1))) {
      assertThat(DumpTesting.page(image, 30)).isEqualTo(TestPages.text(4096, 30));
      assertThat(image.pages().status(3)).isEqualTo(PageStatus.LOST);
      assertThat(image.pages().status(60)).isEqualTo(PageStatus.LOST);
      assertThat(image.gaps()).hasSize(2).allMatch(gap -> gap.contains("was not given"));
    }
  }

  @Test
  void partsWithoutFramesAreNormal() {
    KdumpImage written = new KdumpImage().page(3, TestPages.text(4096, 3));
    List<byte[]> parts = written.split(64, 64);
    try (DumpImage image = DumpTesting.open(folder, parts.get(1), parts.get(2), parts.get(0))) {
      assertThat(DumpTesting.page(image, 3)).isEqualTo(TestPages.text(4096, 3));
      assertThat(image.gaps()).isEmpty();
    }
  }

  @Test
  void physBaseOfQemuIsNotBelieved() {
    byte[] notes = new NoteBytes().add("QEMU", 0, new byte[440]).bytes();
    byte[] file = new KdumpImage().physBase(-10543589650L).notes(notes).bytes();
    try (DumpImage image = DumpTesting.open(folder, file)) {
      assertThat(image.physBase()).isEmpty();
    }
  }

  @Test
  void partsThatDoNotBelongTogetherAreRefused() {
    byte[] part = splitDump().get(0);
    byte[] whole = new KdumpImage().bytes();
    byte[] other = splitDump().get(1);
    other[408]++; // timestamp
    assertThatThrownBy(() -> DumpTesting.open(folder, part, part))
        .isInstanceOf(UsageError.class)
        .hasMessageContaining("the same part of a split dump twice");
    assertThatThrownBy(() -> DumpTesting.open(folder, part, other))
        .isInstanceOf(UsageError.class)
        .hasMessageContaining("different dumps");
    assertThatThrownBy(() -> DumpTesting.open(folder, part, whole))
        .isInstanceOf(UsageError.class)
        .hasMessageContaining("split");
  }

  private static List<byte[]> splitDump() {
    KdumpImage written = new KdumpImage();
    for (long frame = 0; frame < 64; frame++) {
      written.page(frame, TestPages.text(4096, frame));
    }
    return written.split(20, 45);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 4096, 10_000, 1 << 20})
  void flattenedFilesReadAsTheFileInside(int recordSize) {
    KdumpImage written = new KdumpImage().frames(100_000).vmcoreinfo("OSRELEASE=6.1\n");
    for (long frame = 0; frame < 100_000; frame += 997) {
      written.page(frame, content(frame));
    }
    byte[] flat = FlattenedImage.of(written.bytes(), recordSize);
    try (DumpImage image = DumpTesting.open(folder, flat)) {
      for (long frame = 0; frame < 100_000; frame += 997) {
        assertThat(DumpTesting.page(image, frame)).isEqualTo(content(frame));
      }
      assertThat(image.vmcoreinfo()).contains("OSRELEASE=6.1\n");
      assertThat(image.format()).endsWith(", flattened");
      assertThat(image.gaps()).isEmpty();
    }
  }
}
