package org.inquest.formats.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.inquest.formats.fault.MalformedInput;
import org.junit.jupiter.api.Test;

/// Numbers as in DWARF 5, figures C.1 and C.2 and tables 7.7 and 7.8.
class DebugBytesTest {

  private static DebugBytes of(String hex) {
    return new DebugSection("test", 0, MemorySegment.ofArray(HexFormat.of().parseHex(hex))).at(0);
  }

  @Test
  void numbersOfVariableLength() {
    assertThat(of("7f").uleb()).isEqualTo(127);
    assertThat(of("8001").uleb()).isEqualTo(128);
    assertThat(of("b964").uleb()).isEqualTo(12857);
    assertThat(of("ffffffffffffffffff01").uleb()).isEqualTo(-1);
    assertThat(of("02").sleb()).isEqualTo(2);
    assertThat(of("7e").sleb()).isEqualTo(-2);
    assertThat(of("ff00").sleb()).isEqualTo(127);
    assertThat(of("817f").sleb()).isEqualTo(-127);
    assertThat(of("8080808080808080807f").sleb()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void aNumberWithoutEndStopsAtTheSectionsEnd() {
    assertThatThrownBy(() -> of("ffffff").uleb())
        .isInstanceOf(MalformedInput.class)
        .hasMessageStartingWith("test at offset 0x");
    assertThatThrownBy(() -> of("0102").u32()).isInstanceOf(MalformedInput.class);
    assertThatThrownBy(() -> of("01").skip(-1)).isInstanceOf(MalformedInput.class);
  }

  @Test
  void oldRangesCountFromTheBaseTheyName() {
    StringBuilder found = new StringBuilder();
    int read =
        RangeLists.old(
            of(
                "10000000"
                    + "20000000"
                    + "ffffffff"
                    + "00100000"
                    + "01000000"
                    + "02000000"
                    + "05000000"
                    + "05000000"
                    + "0000000000000000"),
            4,
            0x400,
            (low, high) ->
                found.append(Long.toHexString(low)).append('-').append(high).append(' '));
    assertThat(found).hasToString("410-1056 1001-4098 ");
    assertThat(read).isEqualTo(4);
  }
}
