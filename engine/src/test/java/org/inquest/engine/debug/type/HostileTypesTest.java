package org.inquest.engine.debug.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.inquest.engine.debug.name.NameIndexes;
import org.inquest.engine.debug.name.NameKind;
import org.inquest.engine.type.EnumType;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.TypePrinter;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.dwarf.Entries;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.testkit.DwarfSamples;
import org.inquest.formats.testkit.ElfObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Damaged descriptions of types: a type or an [InquestException], soon.
@Timeout(60)
class HostileTypesTest {

  @Test
  void everyByteFlipped() {
    for (String sample : List.of("layouts5.elf", "layouts2.elf", "types5.elf")) {
      byte[] file = DwarfSamples.bytes(sample);
      for (int at = 0; at < file.length; at++) {
        for (int flip : new int[] {0x01, 0xff}) {
          file[at] ^= (byte) flip;
          look(file);
          file[at] ^= (byte) flip;
        }
      }
    }
  }

  @Test
  void noiseInTheMiddle() {
    Random random = new Random(11);
    for (int i = 0; i < 2000; i++) {
      byte[] file = DwarfSamples.bytes(i % 2 == 0 ? "layouts3.elf" : "layouts5.elf");
      byte[] noise = new byte[1 + random.nextInt(40)];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, file, 64 + random.nextInt(file.length - 64 - 40), noise.length);
      look(file);
    }
  }

  /// Asks what each entry describes, and for all that is inside of it.
  private static void look(byte[] bytes) {
    try {
      DwarfFile file = DwarfFile.of(ElfFile.read(new Bytes("hostile", bytes)));
      DwarfTypes named = new DwarfTypes(file, () -> NameIndexes.inMemory(file));
      for (String name : new String[] {"task", "count", "visit", "hidden", "BAD", "Shape"}) {
        for (NameKind kind : NameKind.values()) {
          named.all(kind, name);
        }
      }
      EntryTypes types = named.entries();
      for (int i = 0; i < file.unitCount(); i++) {
        Entries entries = file.unit(i).entries();
        while (entries.next()) {
          look(types, entries.offset());
        }
      }
    } catch (InquestException e) {
      // One clear line.
    }
  }

  private static void look(EntryTypes types, long offset) {
    try {
      Type type = types.at(offset);
      assertThat(type.size()).isNotNegative();
      if (type instanceof StructType || type instanceof EnumType) {
        TypePrinter.printOffsets(type, false, 0);
      }
    } catch (InquestException e) {
      // Costs this type.
    }
  }

  /// ```
  /// 0c: compile unit
  /// 0d: const -> 12      12: pointer -> 0d
  /// 17: array of 1c      1c: typedef -> 17
  /// ```
  @Test
  void circlesEnd() {
    byte[] abbreviations = {
      1, 0x11, 1, 0, 0, // compile unit
      2, 0x26, 0, 0x49, 0x13, 0, 0, // const of ref4
      3, 0x0f, 0, 0x49, 0x13, 0, 0, // pointer
      4, 0x01, 0, 0x49, 0x13, 0, 0, // array
      5, 0x16, 0, 0x49, 0x13, 0, 0, // typedef
      0
    };
    byte[] info = {
      29, 0, 0, 0, 4, 0, 0, 0, 0, 0, 8, // header
      1, // 0b
      2, 0x11, 0, 0, 0, // 0c
      3, 0x0c, 0, 0, 0, // 11
      4, 0x1b, 0, 0, 0, // 16
      5, 0x16, 0, 0, 0, // 1b
      0
    };
    ElfObject elf =
        new ElfObject(2, 62)
            .readOnly(".debug_info", 0, info)
            .readOnly(".debug_abbrev", 0, abbreviations);
    EntryTypes types =
        new EntryTypes(DwarfFile.of(ElfFile.read(new Bytes("circles", elf.bytes()))));
    for (long offset : new long[] {0x0c, 0x11, 0x16, 0x1b}) {
      assertThatThrownBy(() -> types.at(offset))
          .isInstanceOf(MalformedInput.class)
          .hasMessageContaining("a circle of types");
    }
  }
}
