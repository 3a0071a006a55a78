package org.inquest.formats.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.testkit.DwarfSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocationListsTest {

  @ParameterizedTest
  @ValueSource(strings = {"v4.elf", "v5.elf", "wide4.elf", "wide5.elf", "zlib.elf"})
  void aParameterMovesThroughItsFunction(String sample) {
    Unit unit = DwarfFile.of(DwarfSamples.open(sample)).unit(0);
    Entries entries = unit.entries();
    boolean inOuter = false;
    List<String> found = new ArrayList<>();
    while (entries.next() && found.isEmpty()) {
      AttributeValues values = entries.attributes();
      boolean named = values.text(Attribute.NAME).isPresent();
      if (entries.tag() == Tag.SUBPROGRAM) {
        inOuter =
            values.text(Attribute.NAME).orElse("").equals("outer") && values.has(Attribute.LOW_PC);
      } else if (inOuter && named && entries.tag() == Tag.FORMAL_PARAMETER) {
        values.locations(Attribute.LOCATION, (low, high, e) -> found.add(text(low, high, e)));
      }
    }
    String entry = sample.contains("4") ? "f30155" : "a30155";
    assertThat(found)
        .containsExactly(
            "400150 400158 55",
            "400158 400161 757f9f",
            "400161 400166 " + entry + "9f",
            "400166 400174 55",
            "400174 400175 " + entry + "9f");
  }

  private static String text(long low, long high, Expression expression) {
    DebugBytes in = expression.read();
    StringBuilder hex = new StringBuilder();
    while (in.left() > 0) {
      hex.append(HexFormat.of().toHexDigits((byte) in.u8()));
    }
    return Long.toHexString(low) + " " + Long.toHexString(high) + " " + hex;
  }

  private static List<String> read(String hex) {
    Unit unit = DwarfFile.of(DwarfSamples.open("v5.elf")).unit(0);
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    DebugBytes in =
        new DebugBytes(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), "test", 0);
    List<String> found = new ArrayList<>();
    LocationLists.indexed(in, unit, 0x1000, (low, high, e) -> found.add(text(low, high, e)));
    return found;
  }

  @Test
  void allKindsThatNeedNoTable() {
    assertThat(
            read(
                "09 01 02" // views
                    + "05 01 30" // default
                    + "04 10 20 01 50"
                    + "06 0020000000000000 04 01 02 00"
                    + "07 0030000000000000 1030000000000000 01 51"
                    + "08 0040000000000000 08 01 52"
                    + "04 08 08 01 53" // about nothing
                    + "00"))
        .containsExactly(
            "1010 1020 50", "2001 2002 ", "3000 3010 51", "4000 4008 52", "0 ffffffffffffffff 30");
  }

  @Test
  void indicesNeedTheTableOfAddresses() {
    assertThatThrownBy(() -> read("02 00 01 01 50 00")).isInstanceOf(MalformedInput.class);
    assertThatThrownBy(() -> read("0a")).isInstanceOf(MalformedInput.class);
    assertThatThrownBy(() -> read("04 10 20 05 50")).isInstanceOf(MalformedInput.class);
  }
}
