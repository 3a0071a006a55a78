package org.inquest.formats.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unsupported;
import org.junit.jupiter.api.Test;

class PackageIndexTest {
  private static final long FIRST = 0x1122_3344_5566_7788L;
  private static final long SECOND = -2;

  /// Two units in four slots: `.debug_info` and `.debug_abbrev`, `.debug_str_offsets`, and number
  /// 8, which is `.debug_rnglists` since version 5.
  private static byte[] index(int version) {
    ByteBuffer out = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(version).putInt(4).putInt(2).putInt(4);
    out.putLong(0).putLong(FIRST).putLong(SECOND).putLong(0);
    out.putInt(0).putInt(2).putInt(1).putInt(0);
    out.putInt(1).putInt(3).putInt(6).putInt(8);
    out.putInt(0).putInt(0).putInt(0).putInt(0);
    out.putInt(0x100).putInt(0x20).putInt(0x30).putInt(0x40);
    for (int i = 0; i < 8; i++) {
      out.putInt(16);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static PackageIndex read(byte[] bytes) {
    return PackageIndex.read(new DebugSection("index", 0, MemorySegment.ofArray(bytes)));
  }

  @Test
  void unitsAndTheirParts() {
    PackageIndex index = read(index(5));
    assertThat(index.unit(FIRST)).isEqualTo(0x100);
    assertThat(index.unit(SECOND)).isZero();
    assertThat(index.unit(3)).isEqualTo(-1);
    assertThat(index.contribution(0x100)).isEqualTo(new Contribution(0x20, 0, 0x30, 0x40, 0));
    assertThat(index.contribution(0x50)).isEqualTo(Contribution.NONE);
    assertThat(read(index(2)).contribution(0x100).ranges()).isZero();
  }

  @Test
  void anEmptyOneHasNoUnits() {
    assertThat(read(new byte[0]).unit(FIRST)).isEqualTo(-1);
  }

  @Test
  void cutAndSpoiledOnesEnd() {
    byte[] whole = index(5);
    for (int length = 1; length < 16; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedInput.class);
    }
    for (int at = 0; at < whole.length; at++) {
      byte[] spoiled = whole.clone();
      spoiled[at] ^= (byte) 0xff;
      try {
        read(spoiled);
      } catch (InquestException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    byte[] other = index(7);
    assertThatThrownBy(() -> read(other)).isInstanceOf(Unsupported.class);
  }
}
