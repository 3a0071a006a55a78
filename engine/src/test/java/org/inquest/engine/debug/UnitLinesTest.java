package org.inquest.engine.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inquest.formats.testkit.DwarfSamples.line;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.testkit.DwarfSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UnitLinesTest {

  /// All different answers for the addresses of a program's code, as `inner:line < outer:line`.
  private static Set<String> chains(ElfFile elf, SourceLines lines) {
    Set<String> all = new LinkedHashSet<>();
    for (ElfSection section : elf.sections()) {
      for (long i = 0; section.executable() && i < section.size() && i < 4096; i++) {
        all.add(text(lines.at(section.address() + i)));
      }
    }
    return all;
  }

  private static String text(List<SourceFrame> frames) {
    return frames.stream()
        .map(f -> f.function() + "@" + f.file().path() + ":" + f.line())
        .collect(Collectors.joining(" < "));
  }

  @Test
  void framesOfInlinedFunctionsInAllEncodings() {
    for (String sample : DwarfSamples.SAME_PROGRAM) {
      ElfFile elf = DwarfSamples.open(sample);
      SourceLines lines = new UnitLines(DwarfFile.of(elf));
      assertThat(chains(elf, lines))
          .as(sample)
          .contains(
              "square@/sample/square.h:%d < middle@/sample/first.c:%d < outer@/sample/first.c:%d"
                  .formatted(
                      line("square.h", "square"),
                      line("first.c", "square in middle"),
                      line("first.c", "middle in outer")),
              "square@/sample/square.h:%d < other@/sample/second.c:%d"
                  .formatted(line("square.h", "square"), line("second.c", "square in other")),
              "_start@/sample/first.c:%d".formatted(line("first.c", "outer in start")));
      assertThat(lines.at(0x1000)).isEmpty();
      assertThat(lines.gaps()).isEmpty();
    }
  }

  @Test
  void anUnlinkedFilesSectionsHaveTheAddressesTheyWereGiven() {
    ElfFile linked = DwarfSamples.open("v5.elf");
    Set<String> expected = chains(linked, new UnitLines(DwarfFile.of(linked)));
    ElfFile module = DwarfSamples.open("module.o");
    SourceLines lines =
        new UnitLines(DwarfFile.of(module, section -> 0xffffffffc0000000L + section * 0x1000L));
    Set<String> found = new LinkedHashSet<>();
    for (ElfSection section : module.sections()) {
      for (long i = 0; section.executable() && i < section.size(); i++) {
        found.add(text(lines.at(0xffffffffc0000000L + section.index() * 0x1000L + i)));
      }
    }
    assertThat(found).containsAll(expected.stream().filter(c -> !c.isEmpty()).toList());
    assertThat(lines.gaps()).isEmpty();
    assertThat(lines.at(0x10)).isEmpty();
  }

  @Test
  void onlyTheOutermostFrameHasCodeOfItsOwn() {
    ElfFile elf = DwarfSamples.open("v5.elf");
    SourceLines lines = new UnitLines(DwarfFile.of(elf));
    ElfSection text = elf.section(".text").orElseThrow();
    for (long at = text.address(); at < text.address() + text.size(); at++) {
      List<SourceFrame> frames = lines.at(at);
      for (int i = 0; i < frames.size(); i++) {
        assertThat(frames.get(i).inlined()).isEqualTo(i < frames.size() - 1);
        assertThat(frames.get(i).column()).isPositive();
      }
    }
  }

  @Test
  void aMethodsNameIsFoundInItsDeclaration() {
    for (String sample : DwarfSamples.SHAPES) {
      ElfFile elf = DwarfSamples.open(sample);
      assertThat(chains(elf, new UnitLines(DwarfFile.of(elf))))
          .as(sample)
          .contains(
              "_ZNK5Shape5twiceEv@/sample/shapes.cc:" + line("shapes.cc", "twice"),
              "_ZN4deep7measureERK5Shape@/sample/shapes.cc:" + line("shapes.cc", "measure"));
    }
  }

  @Test
  @Timeout(60)
  void damagedUnitsAreGapsAndNeverMore() {
    for (String sample : List.of("v4.elf", "v5.elf", "module.o")) {
      byte[] bytes = DwarfSamples.bytes(sample);
      for (int at = 0; at < bytes.length; at++) {
        for (int flip : new int[] {0x01, 0x10, 0xff}) {
          bytes[at] ^= (byte) flip;
          look(bytes);
          bytes[at] ^= (byte) flip;
        }
      }
    }
  }

  private static void look(byte[] bytes) {
    try {
      SourceLines lines = new UnitLines(DwarfFile.of(ElfFile.read(new Bytes("damaged", bytes))));
      for (long at = 0x400110; at < 0x4001c0; at += 3) {
        lines.at(at);
      }
    } catch (InquestException e) {
      // The file as a whole is damaged: one clear line.
    }
  }
}
