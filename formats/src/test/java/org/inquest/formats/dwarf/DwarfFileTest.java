package org.inquest.formats.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.testkit.DwarfSamples;
import org.inquest.formats.testkit.ElfObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DwarfFileTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"v4.elf", "v5.elf", "wide4.elf", "wide5.elf", "zlib.elf", "zstd.elf", "gnu.elf"})
  void unitsOfAllEncodings(String sample) {
    DwarfFile file = DwarfFile.of(DwarfSamples.open(sample));
    assertThat(file.gaps()).isEmpty();
    assertThat(IntStream.range(0, file.unitCount()).mapToObj(i -> file.unit(i).name()))
        .containsExactly("first.c", "second.c");
    Unit first = file.unit(0);
    assertThat(first.folder()).isEqualTo("/sample");
    assertThat(first.header().wide()).isEqualTo(sample.startsWith("wide"));
    assertThat(first.header().version()).isEqualTo(sample.endsWith("4.elf") ? 4 : 5);
    assertThat(names(first, Tag.SUBPROGRAM)).contains("_start", "outer", "middle", "square");
    assertThat(files(first)).containsExactly("first.c", "square.h");
  }

  @Test
  void unitsAreFoundByAddress() {
    DwarfFile file = DwarfFile.of(DwarfSamples.open("v5.elf"));
    UnitRanges ranges = file.addressRanges();
    List<Long> units = new ArrayList<>();
    for (int i = 0; i < file.unitCount(); i++) {
      long start = file.start(i);
      file.unit(i)
          .attributes()
          .ranges((low, high) -> {
            assertThat(ranges.unitOf(low)).isEqualTo(start);
            assertThat(ranges.unitOf(high - 1)).isEqualTo(start);
            units.add(start);
          });
      assertThat(file.unitAt(start)).isEqualTo(i);
      assertThat(file.unitAt(start + 20)).isEqualTo(i);
    }
    assertThat(units).hasSizeGreaterThanOrEqualTo(2);
    assertThat(ranges.unitOf(0)).isEqualTo(-1);
  }

  @Test
  void siblingsPassOverChildren() {
    Unit unit = DwarfFile.of(DwarfSamples.open("v5.elf")).unit(0);
    Set<Long> byWalking = new TreeSet<>();
    Entries all = unit.entries();
    while (all.next()) {
      if (all.depth() == 1) {
        byWalking.add(all.offset());
      }
    }
    Set<Long> bySiblings = new TreeSet<>();
    Entries top = unit.entries();
    top.next();
    for (boolean more = top.next(); more; more = top.nextSibling()) {
      bySiblings.add(top.offset());
    }
    assertThat(bySiblings).isEqualTo(byWalking).hasSizeGreaterThan(4);
  }

  @Test
  void typesAreFoundBySignature() {
    for (String sample : DwarfSamples.SHAPES) {
      DwarfFile file = DwarfFile.of(DwarfSamples.open(sample));
      int found = 0;
      for (int i = 0; i < file.unitCount(); i++) {
        UnitHeader header = file.header(i);
        if (header.isType()) {
          long entry = file.typeEntry(header.signature());
          Entries type = file.unit(file.unitAt(entry)).entriesFrom(entry);
          assertThat(type.next()).isTrue();
          assertThat(type.attributes().text(Attribute.NAME)).contains("Shape");
          found++;
        }
      }
      assertThat(found).as(sample).isEqualTo(1);
      assertThat(file.typeEntry(42)).isEqualTo(-1);
    }
  }

  @Test
  void aFileWithoutSaysSo() {
    ElfFile plain = ElfFile.read(new Bytes("plain", new ElfObject(2, 62).bytes()));
    assertThatThrownBy(() -> DwarfFile.of(plain))
        .isInstanceOf(NotFound.class)
        .hasMessage("no debug information (.debug_info) in plain");
  }

  @Test
  void aCutUnitIsAGapAndTheOthersAreRead() {
    byte[] bytes = DwarfSamples.bytes("v5.elf");
    DwarfFile whole = DwarfFile.of(ElfFile.read(new Bytes("whole", bytes)));
    int second = (int) (infoAt(bytes) + whole.start(1));
    bytes[second + 2] = 1; // 64 KiB longer than it is
    DwarfFile cut = DwarfFile.of(ElfFile.read(new Bytes("cut", bytes)));
    assertThat(cut.unitCount()).isEqualTo(1);
    assertThat(cut.unit(0).name()).isEqualTo("first.c");
    assertThat(cut.gaps())
        .containsExactly(
            "cut .debug_info: the unit at 0x" + Long.toHexString(whole.start(1)) + " does not fit");
  }

  @Test
  void anUnknownVersionCostsThatUnit() {
    byte[] bytes = DwarfSamples.bytes("v5.elf");
    bytes[(int) infoAt(bytes) + 4] = 9;
    DwarfFile file = DwarfFile.of(ElfFile.read(new Bytes("nine", bytes)));
    assertThatThrownBy(() -> file.unit(0)).hasMessageContaining("DWARF 9");
    assertThat(file.unit(1).name()).isEqualTo("second.c");
  }

  @Test
  void anAbsurdAbbreviationTableIsRefused() {
    byte[] table = new byte[1 << 20];
    for (int at = 0; at + 7 < table.length; at += 7) {
      int code = at / 7 + 1;
      table[at] = (byte) (code | 0x80);
      table[at + 1] = (byte) (code >> 7 | 0x80);
      table[at + 2] = (byte) (code >> 14);
      table[at + 3] = Tag.SUBPROGRAM;
    }
    byte[] info = {8, 0, 0, 0, 4, 0, 0, 0, 0, 0, 8, 1};
    ElfObject elf =
        new ElfObject(2, 62).readOnly(".debug_info", 0, info).readOnly(".debug_abbrev", 0, table);
    DwarfFile file = DwarfFile.of(ElfFile.read(new Bytes("absurd", elf.bytes())));
    assertThatThrownBy(() -> file.unit(0))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining("at most 65536 abbreviations");
  }

  private static long infoAt(byte[] bytes) {
    return ElfFile.read(new Bytes("", bytes)).section(".debug_info").orElseThrow().offset();
  }

  private static List<String> names(Unit unit, int tag) {
    List<String> names = new ArrayList<>();
    Entries entries = unit.entries();
    while (entries.next()) {
      if (entries.tag() == tag) {
        entries.attributes().text(Attribute.NAME).ifPresent(names::add);
      }
    }
    return names;
  }

  private static Set<String> files(Unit unit) {
    Set<String> files = new TreeSet<>();
    LineProgram lines = unit.lines().orElseThrow();
    lines.run((address, file, line, column, end) -> files.add(lines.name(file)));
    return files;
  }
}
