package org.inquest.engine.arch.x86_64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.inquest.engine.memory.PhysicalMemory;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.MemoryFault.Reason;
import org.junit.jupiter.api.Test;

class X86PageTablesTest {
  private static final long ROOT = 0x1000;
  private static final long TABLE = 7;

  /// Tables for addresses below 2 MiB.
  private static MadePages tables() {
    return new MadePages()
        .word(ROOT, 0x2000 | TABLE)
        .word(0x2000, 0x3000 | TABLE)
        .word(0x3000, 0x4000 | TABLE)
        .word(0x4000, 0x77000 | TABLE);
  }

  private static X86PageTables open(MadePages pages, int levels) {
    return new X86PageTables(new PhysicalMemory(pages), ROOT, levels, 0);
  }

  private static Reason fault(MadePages pages, long address) {
    return catchThrowableOfType(MemoryFault.class, () -> open(pages, 4).translate(address))
        .reason();
  }

  @Test
  void pagesOfThreeSizesAndFiveLevels() {
    MadePages pages =
        tables()
            .word(0x3008, 0x600000 | TABLE | 0x80) // 2 MiB
            .word(0x2008, 0x40000000 | TABLE | 0x80); // 1 GiB
    X86PageTables tables = open(pages, 4);
    assertThat(tables.translate(0x123)).isEqualTo(0x77123);
    assertThat(tables.translate(0x212345)).isEqualTo(0x612345);
    assertThat(tables.translate(0x41234567)).isEqualTo(0x41234567);
    MadePages above = tables().word(0x9000, ROOT | TABLE);
    assertThat(new X86PageTables(new PhysicalMemory(above), 0x9000, 5, 0).translate(0x123))
        .isEqualTo(0x77123);
  }

  @Test
  void whyThereIsNoPageIsToldApart() {
    MadePages pages =
        tables()
            .word(0x4008, 0x3L << 59 | 0x1234000) // the third swap device
            .word(0x4010, 0x1fL << 59 | 0x1234000) // a page that is being moved, or a marker
            .word(0x4018, ~0x88000L & 0x000f_ffff_ffff_f000L | 1 << 8); // access taken away
    assertThat(fault(pages, 0x1000)).isEqualTo(Reason.SWAPPED_OUT);
    assertThat(fault(pages, 0x2000)).isEqualTo(Reason.NOT_PRESENT);
    assertThat(open(pages, 4).translate(0x3000)).isEqualTo(0x88000);
    assertThat(fault(pages, 0x5000)).isEqualTo(Reason.NOT_MAPPED);
    assertThat(fault(pages, 1L << 47)).isEqualTo(Reason.NON_CANONICAL);
    assertThat(fault(tables().word(0x3008, 0x5000 | TABLE), 0x200000)).isEqualTo(Reason.FILTERED);
  }

  /// A table that leads to itself is walked once for each level.
  @Test
  void tablesThatLeadToThemselvesEnd() {
    MadePages pages = new MadePages().word(ROOT, ROOT | TABLE);
    assertThat(open(pages, 4).translate(0x10)).isEqualTo(ROOT + 0x10);
    assertThat(open(pages, 5).translate(0x10)).isEqualTo(ROOT + 0x10);
  }
}
