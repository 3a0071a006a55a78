package org.inquest.formats.dwarf;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.testkit.DwarfSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Damaged debugging information: an answer or an [InquestException], soon.
@Timeout(60)
class HostileDwarfTest {

  @Test
  void everyByteFlipped() {
    for (String sample : List.of("v4.elf", "wide5.elf", "types4.elf", "module.o")) {
      flip(DwarfSamples.bytes(sample), 1);
    }
  }

  @Test
  void packedBytesFlipped() {
    for (String sample : List.of("zlib.elf", "zstd.elf", "gnu.elf")) {
      flip(DwarfSamples.bytes(sample), 5);
    }
  }

  private static void flip(byte[] file, int step) {
    for (int at = 0; at < file.length; at += step) {
      for (int flip : new int[] {0x01, 0xff}) {
        file[at] ^= (byte) flip;
        look(file);
        file[at] ^= (byte) flip;
      }
    }
  }

  @Test
  void cutAtAnyLength() {
    byte[] file = DwarfSamples.bytes("v5.elf");
    for (int length = 0; length < file.length; length += 3) {
      look(Arrays.copyOf(file, length));
    }
  }

  @Test
  void noiseInTheMiddle() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] file = DwarfSamples.bytes(i % 2 == 0 ? "types4.elf" : "v5.elf");
      byte[] noise = new byte[1 + random.nextInt(40)];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, file, 64 + random.nextInt(file.length - 64 - 40), noise.length);
      look(file);
    }
  }

  /// Asks for everything there is.
  private static void look(byte[] bytes) {
    try {
      DwarfFile file = DwarfFile.of(ElfFile.read(new Bytes("hostile", bytes)));
      for (int i = 0; i < file.unitCount(); i++) {
        look(file, i);
      }
      file.typeEntry(1);
      file.addressRanges().unitOf(0x400180);
    } catch (InquestException e) {
      // One clear line.
    }
  }

  private static void look(DwarfFile file, int number) {
    try {
      Unit unit = file.unit(number);
      Entries entries = unit.entries();
      while (entries.next()) {
        AttributeValues values = entries.attributes();
        values.text(Attribute.NAME);
        values.reference(Attribute.ABSTRACT_ORIGIN);
        values.ranges((low, high) -> {});
        values.expression(Attribute.FRAME_BASE);
        values.locations(Attribute.LOCATION, (low, high, expression) -> {});
      }
      LineProgram lines = unit.lines().orElseThrow();
      lines.run((address, row, line, column, end) -> lines.name(row));
    } catch (InquestException | NoSuchElementException e) {
      // Costs this unit.
    }
  }
}
