package org.inquest.lab.sweep.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.inquest.formats.oops.CodePlace;
import org.junit.jupiter.api.Test;

final class LeakTextTest {
  /// As `print_unreferenced()` (mm/kmemleak.c) of 6.1 and of 6.12 print them.
  private static final String KMEMLEAK =
      """
      unreferenced object 0xffff888004a3c200 (size 64):
        comm "agent", pid 77, jiffies 4294899412 (age 12.010s)
        hex dump (first 32 bytes):
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ................
        backtrace:
          [<00000000e9b1c4d2>] __kmem_cache_alloc_node+0x1d4/0x2a0
          [<000000001bd6a2cf>] kmalloc_trace+0x26/0x60
          [<0000000031c3c1b5>] sick_open+0x4e/0x130 [sick]
          [<00000000c1bd2f2a>] do_dentry_open+0x35a/0x870
      unreferenced object 0xffff888004a3c300 (size 8):
        comm "a b, pid 3", pid 78, jiffies 4294899412
        hex dump (first 8 bytes):
          00 00 00 00 00 00 00 00                          ........
        backtrace (crc 8f3ef2f8):
          other_alloc+0x10/0x20
      """;

  @Test
  void kmemleakTellsSizeTaskAndStack() {
    assertThat(Unreferenced.parse(KMEMLEAK))
        .satisfiesExactly(
            first -> {
              assertThat(first.size()).isEqualTo(64);
              assertThat(first.pid()).isEqualTo(77);
              assertThat(first.caller()).map(CodePlace::function).contains("sick_open");
              assertThat(first.words()).isEqualTo("what sick_open < do_dentry_open allocated");
            },
            second -> {
              assertThat(second.pid()).isEqualTo(78);
              assertThat(second.words()).isEqualTo("what other_alloc allocated");
            });
  }

  @Test
  void otherTextHasNoObjects() {
    assertThat(Unreferenced.parse("")).isEmpty();
    assertThat(Unreferenced.parse("backtrace:\n  f+0x1/0x2\n")).isEmpty();
    assertThat(Unreferenced.parse("unreferenced object 0x1 (size 99999999999999):\n")).isEmpty();
  }

  @Test
  void whatHasGrownIsNamed() {
    String head =
        """
        slabinfo - version: 2.1
        # name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables
        """;
    SlabCounts before =
        SlabCounts.parse(
            head + "dentry 100 120 192 21 1 : tunables 0 0 0\nfilp 5 16 256 16 1 : tunables\n");
    SlabCounts after =
        SlabCounts.parse(
            head
                + "dentry 90 120 192 21 1 : tunables 0 0 0\nfilp 8 16 256 16 1 : x\nnew 3 4 8 1 1\n");
    assertThat(before.objects()).containsOnly(Map.entry("dentry", 100L), Map.entry("filp", 5L));
    assertThat(after.grownSince(before)).containsExactly(Map.entry("filp", 3L));
  }
}
