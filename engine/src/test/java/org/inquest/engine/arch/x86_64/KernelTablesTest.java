package org.inquest.engine.arch.x86_64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.arch.KernelMap;
import org.inquest.engine.memory.PhysicalMemory;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.dump.ElfNote;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.vmcoreinfo.VmcoreInfo;
import org.junit.jupiter.api.Test;

/// Where the kernel's page tables are, in a dump that a hypervisor made of a kernel without
/// VMCOREINFO.
class KernelTablesTest {
  private static final long TABLE = 7;
  private static final long LARGE = 0x80 | TABLE;
  private static final long IMAGE = 0xffff_ffff_8100_0000L;
  private static final int CR3 = 8 + 18 * 8 + 10 * 24 + 3 * 8;

  /// Tables that map the image, and nothing else.
  private static MadePages image(MadePages pages, long root, long free) {
    return pages
        .word(root + 511 * 8, free | TABLE)
        .word(free + 510 * 8, free + 0x1000 | TABLE)
        .word(free + 0x1000 + 8 * 8, 0x20_0000 | LARGE);
  }

  private static KernelMap open(MadePages pages, long cr3) {
    MemorySegment note = MemorySegment.ofArray(new byte[0x1b8]);
    note.set(Bytes.U64, CR3, cr3);
    return new X86_64()
        .openKernel(
            new PhysicalMemory(pages),
            VmcoreInfo.empty(),
            List.of(new ElfNote("QEMU", 0, note)),
            Optional.empty());
  }

  @Test
  void aCpuInUserModeHasTheKernelsTablesOnThePageBefore() {
    // The user's half maps the entry code of the image as well.
    MadePages pages = image(image(new MadePages(), 0x4000, 0x10000), 0x5000, 0x20000);
    KernelMap map = open(pages, 0x5000);
    assertThat(map.root()).isEqualTo(0x4000);
    assertThat(map.image()).isEqualTo(IMAGE);
  }

  /// Without page-table isolation a table may be on any page.
  @Test
  void tablesAtAnOddPageAreTheKernelsWhereThePageBeforeIsNone() {
    MadePages pages = image(new MadePages().word(0x4000, 0x1234), 0x5000, 0x20000);
    KernelMap map = open(pages, 0x5000);
    assertThat(map.root()).isEqualTo(0x5000);
    assertThat(map.image()).isEqualTo(IMAGE);
    assertThat(map.memory().translate(IMAGE + 0x123)).isEqualTo(0x20_0123);
    assertThat(map.how()).isEqualTo("CR3 of CPU 0");
  }

  @Test
  void saysThatThereAreNone() {
    MadePages pages = new MadePages().word(0x5000, 0);
    assertThatThrownBy(() -> open(pages, 0x5000))
        .isInstanceOf(Unsupported.class)
        .hasMessageContaining("no usable CPU registers");
  }
}
