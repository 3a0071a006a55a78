package org.inquest.formats.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.inquest.formats.testkit.ElfCoreImage;
import org.inquest.formats.testkit.FlattenedImage;
import org.inquest.formats.testkit.NoteBytes;
import org.inquest.formats.testkit.TestPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfCoreTest {
  private static final byte[] A = TestPages.text(4096, 1);
  private static final byte[] B = TestPages.text(4096, 2);
  private static final byte[] KDUMP_NOTES =
      new NoteBytes().prstatus(4711, registers()).vmcoreinfo("OSRELEASE=6.1\n").bytes();

  @TempDir Path folder;

  private static long[] registers() {
    long[] registers = new long[27];
    for (int i = 0; i < registers.length; i++) {
      registers[i] = 0xffff_0000_0000_0000L + i;
    }
    return registers;
  }

  @Test
  void kdumpCore() {
    ElfCoreImage written = new ElfCoreImage().notes(KDUMP_NOTES).load(0x100000, join(A, B));
    try (DumpImage image = DumpTesting.open(folder, written.bytes())) {
      assertThat(image.format()).isEqualTo("ELF core (kdump or makedumpfile)");
      assertThat(image.machine()).isEqualTo(62);
      assertThat(image.vmcoreinfo()).contains("OSRELEASE=6.1\n");
      assertThat(DumpTesting.page(image, 0x100)).isEqualTo(A);
      assertThat(DumpTesting.page(image, 0x101)).isEqualTo(B);
      assertThat(image.pages().status(0xff)).isEqualTo(PageStatus.ABSENT);
      assertThat(image.pages().limit()).isEqualTo(0x102);
      assertThat(image.gaps()).isEmpty();
    }
  }

  @Test
  void registersOfEachCpuAreInTheKernelsOrder() {
    ElfCoreImage written = new ElfCoreImage().notes(KDUMP_NOTES).load(0, A);
    try (DumpImage image = DumpTesting.open(folder, written.bytes())) {
      X86Prstatus cpu = X86Prstatus.of(image.notes().getFirst()).orElseThrow();
      assertThat(cpu.pid()).isEqualTo(4711);
      assertThat(cpu.r15()).isEqualTo(0xffff_0000_0000_0000L);
      assertThat(cpu.rbp()).isEqualTo(0xffff_0000_0000_0004L);
      assertThat(cpu.rip()).isEqualTo(0xffff_0000_0000_0010L);
      assertThat(cpu.rsp()).isEqualTo(0xffff_0000_0000_0013L);
      assertThat(cpu.gs()).isEqualTo(0xffff_0000_0000_001aL);
      assertThat(X86Prstatus.of(image.notes().get(1))).isEmpty();
    }
  }

  @Test
  void shorterInTheFileThanInMemoryIsFilteredOrZero() {
    ElfCoreImage written = new ElfCoreImage().notes(KDUMP_NOTES).load(0, A, 3 * 4096);
    try (DumpImage image = DumpTesting.open(folder, written.bytes())) {
      assertThat(image.pages().status(0)).isEqualTo(PageStatus.PRESENT);
      assertThat(image.pages().read(1, new byte[4096])).isEqualTo(PageStatus.FILTERED_OR_ZERO);
      assertThat(image.pages().status(2)).isEqualTo(PageStatus.FILTERED_OR_ZERO);
      assertThat(image.pages().status(3)).isEqualTo(PageStatus.ABSENT);
    }
  }

  @Test
  void qemusCoreHasZerosThereAndCpuStates() {
    ByteBuffer state = ByteBuffer.allocate(440).order(ByteOrder.LITTLE_ENDIAN);
    state.putInt(1).putInt(440);
    for (long i = 0; i < 18; i++) {
      state.putLong(i);
    }
    for (int i = 0; i < 10; i++) {
      state.putInt(i).putInt(100 + i).putInt(200 + i).putInt(0).putLong(300 + i);
    }
    for (long i = 0; i < 6; i++) {
      state.putLong(400 + i);
    }
    byte[] notes = new NoteBytes().prstatus(1).add("QEMU", 0, state.array()).bytes();
    byte[] file =
        new ElfCoreImage()
            .notes(notes)
            .sectionsFirst()
            .extendedCount()
            .load(0, A, 2 * 4096)
            .leftOut(0x10000, 4096)
            .bytes();
    try (DumpImage image = DumpTesting.open(folder, file)) {
      assertThat(image.format()).isEqualTo("ELF core (QEMU)");
      byte[] page = B.clone();
      assertThat(image.pages().read(1, page)).isEqualTo(PageStatus.ZERO);
      assertThat(page).containsOnly(0);
      assertThat(image.pages().status(0x10)).isEqualTo(PageStatus.FILTERED);
      QemuCpuState cpu = QemuCpuState.of(image.notes().get(1)).orElseThrow();
      assertThat(cpu.register(QemuCpuState.Register.RSP)).isEqualTo(6);
      assertThat(cpu.rip()).isEqualTo(16);
      assertThat(cpu.segment(QemuCpuState.Table.IDT).base()).isEqualTo(309);
      assertThat(cpu.control()).containsExactly(400L, 401L, 402L, 403L, 404L);
      assertThat(cpu.kernelGsBase()).hasValue(405);
    }
  }

  @Test
  void segmentsNeedNotMeetPages() {
    // Firmware keeps the rest of page 0x9f: 0x9fc00 to 0xa0000.
    ElfCoreImage written =
        new ElfCoreImage().notes(KDUMP_NOTES).load(0x9f000, Arrays.copyOf(A, 0xc00));
    try (DumpImage image = DumpTesting.open(folder, written.bytes())) {
      byte[] page = DumpTesting.page(image, 0x9f);
      assertThat(Arrays.copyOf(page, 0xc00)).isEqualTo(Arrays.copyOf(A, 0xc00));
      assertThat(Arrays.copyOfRange(page, 0xc00, 4096)).containsOnly(0);
    }
  }

  @Test
  void overlappingSegmentsGiveTheBytesThatAreThere() {
    // The kernel's text first, as kexec-tools does; then the memory it lies in; and a hole over
    // another's data.
    byte[] file =
        new ElfCoreImage()
            .notes(KDUMP_NOTES)
            .load(0x2000, A)
            .load(0x0000, join(join(B, B), join(A, B)))
            .load(0x3000, new byte[0], 0x3000)
            .load(0x5000, A)
            .bytes();
    try (DumpImage image = DumpTesting.open(folder, file)) {
      assertThat(DumpTesting.page(image, 2)).isEqualTo(A);
      assertThat(DumpTesting.page(image, 3)).isEqualTo(B);
      assertThat(image.pages().status(4)).isEqualTo(PageStatus.FILTERED_OR_ZERO);
      assertThat(DumpTesting.page(image, 5)).isEqualTo(A);
    }
  }

  @Test
  void aLargeSegmentIsFoundBehindManySmallOnesInsideIt() {
    // QEMU with paging: a page mapped for a process is described again.
    int pages = 400;
    byte[] memory = new byte[pages * 4096];
    System.arraycopy(A, 0, memory, (pages - 1) * 4096, 4096);
    ElfCoreImage written = new ElfCoreImage().notes(KDUMP_NOTES).load(0, memory);
    for (int page = 0; page < pages - 100; page++) {
      written = written.load(page * 4096L, new byte[4096]);
    }
    try (DumpImage image = DumpTesting.open(folder, written.bytes())) {
      assertThat(DumpTesting.page(image, pages - 1)).isEqualTo(A);
      assertThat(image.pages().status(pages - 99)).isEqualTo(PageStatus.PRESENT);
      assertThat(image.pages().status(pages)).isEqualTo(PageStatus.ABSENT);
    }
  }

  @Test
  void incompleteAndCutFilesSayWhatIsLost() {
    byte[] file = new ElfCoreImage().notes(KDUMP_NOTES).flags(1).load(0, join(A, B)).bytes();
    try (DumpImage image = DumpTesting.open(folder, Arrays.copyOf(file, file.length - 1))) {
      assertThat(DumpTesting.page(image, 0)).isEqualTo(A);
      assertThat(image.pages().status(1)).isEqualTo(PageStatus.LOST);
      assertThat(image.pages().status(2)).isEqualTo(PageStatus.LOST);
      assertThat(image.gaps())
          .anyMatch(gap -> gap.contains("incomplete"))
          .anyMatch(gap -> gap.contains("cut off"));
    }
  }

  @Test
  void flattenedCore() {
    byte[] file = new ElfCoreImage().notes(KDUMP_NOTES).load(0, join(A, B)).bytes();
    try (DumpImage image = DumpTesting.open(folder, FlattenedImage.of(file, 700))) {
      assertThat(DumpTesting.page(image, 1)).isEqualTo(B);
      assertThat(image.notes()).hasSize(2);
    }
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
