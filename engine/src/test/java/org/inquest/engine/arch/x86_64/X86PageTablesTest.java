package org.inquest.engine.arch.x86_64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.inquest.engine.memory.PhysicalMemory;
import org.inquest.formats.dump.PageStatus;
import org.inquest.formats.dump.PhysicalPages;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.MemoryFault.Reason;
import org.junit.jupiter.api.Test;

class X86PageTablesTest {
  private static final long ROOT = 0x1000;
  private static final long TABLE = 7;

  /// Physical pages made of the words a test names.
  private static final class Pages implements PhysicalPages {
    private final Map<Long, ByteBuffer> pages = new HashMap<>();

    Pages word(long address, long value) {
      pages
          .computeIfAbsent(
              address >>> 12, _ -> ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN))
          .putLong((int) address & 0xfff, value);
      return this;
    }

    @Override
    public int pageSize() {
      return 4096;
    }

    @Override
    public long limit() {
      return 1 << 20;
    }

    @Override
    public PageStatus status(long frame) {
      return pages.containsKey(frame) ? PageStatus.PRESENT : PageStatus.FILTERED;
    }

    @Override
    public PageStatus read(long frame, byte[] target) {
      ByteBuffer page = pages.get(frame);
      if (page == null) {
        return PageStatus.FILTERED;
      }
      page.get(0, target);
      return PageStatus.PRESENT;
    }
  }

  /// Tables for addresses below 2 MiB.
  private static Pages tables() {
    return new Pages()
        .word(ROOT, 0x2000 | TABLE)
        .word(0x2000, 0x3000 | TABLE)
        .word(0x3000, 0x4000 | TABLE)
        .word(0x4000, 0x77000 | TABLE);
  }

  private static X86PageTables open(Pages pages, int levels) {
    return new X86PageTables(new PhysicalMemory(pages), ROOT, levels, 0);
  }

  private static Reason fault(Pages pages, long address) {
    return catchThrowableOfType(MemoryFault.class, () -> open(pages, 4).translate(address))
        .reason();
  }

  @Test
  void pagesOfThreeSizesAndFiveLevels() {
    Pages pages =
        tables()
            .word(0x3008, 0x600000 | TABLE | 0x80) // 2 MiB
            .word(0x2008, 0x40000000 | TABLE | 0x80); // 1 GiB
    X86PageTables tables = open(pages, 4);
    assertThat(tables.translate(0x123)).isEqualTo(0x77123);
    assertThat(tables.translate(0x212345)).isEqualTo(0x612345);
    assertThat(tables.translate(0x41234567)).isEqualTo(0x41234567);
    Pages above = tables().word(0x9000, ROOT | TABLE);
    assertThat(new X86PageTables(new PhysicalMemory(above), 0x9000, 5, 0).translate(0x123))
        .isEqualTo(0x77123);
  }

  @Test
  void whyThereIsNoPageIsToldApart() {
    Pages pages =
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
    Pages pages = new Pages().word(ROOT, ROOT | TABLE);
    assertThat(open(pages, 4).translate(0x10)).isEqualTo(ROOT + 0x10);
    assertThat(open(pages, 5).translate(0x10)).isEqualTo(ROOT + 0x10);
  }
}
