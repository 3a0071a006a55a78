package org.inquest.formats.orc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.inquest.formats.testkit.OrcImage;
import org.inquest.formats.testkit.SparseMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrcTest {
  private static final long TABLE = 0xffff_ffff_8300_0000L;
  private static final long TEXT = 0xffff_ffff_8100_0000L;

  private static OrcReader reader(SparseMemory memory) {
    return new OrcReader() {
      @Override
      public int readInt(long address) {
        return memory.readInt(address);
      }

      @Override
      public short readShort(long address) {
        return memory.readShort(address);
      }
    };
  }

  /// The same three entries (a stack's end, a call frame, an exception's registers) in each
  /// layout's own bits.
  private static int[] flags(OrcVersion version) {
    return switch (version) {
      case V1 -> new int[] {0x400, 5 | 1 << 4, 5 | 1 << 8};
      case V2 -> new int[] {0x800, 5 | 1 << 4, 5 | 1 << 8 | 1 << 10};
      case V3 -> new int[] {0x100, 5 | 1 << 4 | 2 << 8, 5 | 3 << 8 | 1 << 11};
      case V4 -> new int[] {0x100, 3 | 8 << 4 | 2 << 8, 3 | 3 << 8 | 1 << 11};
    };
  }

  private static OrcImage image(OrcVersion version, int functions) {
    int[] flags = flags(version);
    OrcImage image = new OrcImage(TABLE).entry(TEXT, 0, 0, flags[0]);
    for (int i = 1; i <= functions; i++) {
      image.entry(TEXT + 16L * i, 8 + i % 5 * 8, -16, flags[1]);
    }
    return image.entry(TEXT + 0x10_0000, 0, 0, flags[2]);
  }

  @ParameterizedTest
  @EnumSource(OrcVersion.class)
  void everyLayoutReadsTheSame(OrcVersion version) {
    OrcImage image = image(version, 100);
    OrcReader reader = reader(new SparseMemory().put(TABLE, image.bytes()));
    OrcTable table = image.table(version);

    assertThat(OrcEntry.type(table.find(reader, TEXT))).isEqualTo(OrcEntry.TYPE_END_OF_STACK);
    long call = table.find(reader, TEXT + 16 * 7 + 5);
    assertThat(OrcEntry.type(call)).isEqualTo(OrcEntry.TYPE_CALL);
    assertThat(OrcEntry.spReg(call)).isEqualTo(OrcEntry.REG_SP);
    assertThat(OrcEntry.bpReg(call)).isEqualTo(OrcEntry.REG_PREV_SP);
    assertThat(OrcEntry.spOffset(call)).isEqualTo(8 + 7 % 5 * 8);
    assertThat(OrcEntry.bpOffset(call)).isEqualTo(-16);
    assertThat(OrcEntry.signal(call)).isFalse();
    long regs = table.find(reader, TEXT + 0x20_0000);
    assertThat(OrcEntry.type(regs)).isEqualTo(OrcEntry.TYPE_REGS);
    // Layout 1 has no such bit: its unwinder takes registers as the sign.
    assertThat(OrcEntry.signal(regs)).isEqualTo(version != OrcVersion.V1);
    assertThat(table.find(reader, TEXT - 1)).isEqualTo(OrcTable.NONE);
  }

  @ParameterizedTest
  @EnumSource(OrcVersion.class)
  void theLayoutIsToldFromTheEntries(OrcVersion version) {
    OrcImage image = image(version, 5000);
    OrcReader reader = reader(new SparseMemory().put(TABLE, image.bytes()));
    assertThat(OrcTable.tell(reader, image.entriesAt(), 5002)).isEqualTo(version);
  }

  @Test
  void hashesNameLayouts() {
    byte[] hash = HexFormat.of().parseHex("fe5d32bf581bd63b2ca9a5c65ba5a625eab3fe24");
    assertThat(OrcVersion.ofHash(hash)).contains(OrcVersion.V3);
    hash[0]++;
    assertThat(OrcVersion.ofHash(hash)).isEmpty();
  }

  @Test
  void aNarrowedSearchFindsTheSame() {
    OrcImage image = image(OrcVersion.V4, 200);
    OrcReader reader = reader(new SparseMemory().put(TABLE, image.bytes()));
    OrcTable table = image.table(OrcVersion.V4);
    long pc = TEXT + 16 * 50 + 3;
    assertThat(table.find(reader, pc, 48, 52)).isEqualTo(table.find(reader, pc));
    assertThat(table.find(reader, pc, 60, 70)).isEqualTo(OrcTable.NONE);
    assertThat(table.find(reader, pc, -5, 1 << 30)).isEqualTo(table.find(reader, pc));
  }
}
