package org.inquest.engine.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.testkit.DwarfSamples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LineIndexesTest {
  @TempDir private Path folder;
  private Path program = Path.of("");
  private LineIndexes indexes = new LineIndexes(Path.of(""));

  @BeforeEach
  void writeProgram() throws IOException {
    program = folder.resolve("program");
    Files.write(program, DwarfSamples.bytes("v5.elf"));
    indexes = new LineIndexes(folder.resolve("lines"));
  }

  /// The places of every address of the program's code, by an index or without.
  private static List<List<SourceFrame>> all(ElfFile elf, SourceLines lines) {
    ElfSection text = elf.section(".text").orElseThrow();
    return IntStream.range(-16, (int) text.size() + 16)
        .mapToObj(i -> lines.at(text.address() + i))
        .toList();
  }

  private List<List<SourceFrame>> indexed(boolean many) {
    try (ElfFile elf = ElfFile.read(MappedFile.open(program));
        SourceLines lines = many ? indexes.forMany(elf, program) : indexes.lines(elf, program)) {
      return all(elf, lines);
    }
  }

  private List<List<SourceFrame>> unitByUnit() {
    try (ElfFile elf = ElfFile.read(MappedFile.open(program))) {
      return all(elf, new UnitLines(DwarfFile.of(elf)));
    }
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("lines"))) {
      return files.toList();
    }
  }

  private boolean isIndexed() {
    try (ElfFile elf = ElfFile.read(MappedFile.open(program));
        SourceLines lines = indexes.lines(elf, program)) {
      return lines instanceof IndexedLines;
    }
  }

  @Test
  void anIndexAnswersAsTheUnitsDo() throws IOException {
    for (String sample : DwarfSamples.SAME_PROGRAM) {
      Files.write(program, DwarfSamples.bytes(sample));
      List<List<SourceFrame>> expected = unitByUnit();
      assertThat(expected).anyMatch(frames -> frames.size() == 3);
      assertThat(indexed(true)).as("made for " + sample).isEqualTo(expected);
      assertThat(indexed(false)).as("read for " + sample).isEqualTo(expected);
    }
  }

  @Test
  void fewAddressesMakeNoIndexAndUseOne() throws IOException {
    indexed(false);
    assertThat(kept()).singleElement().asString().endsWith(".units");
    assertThat(isIndexed()).isFalse();
    indexed(true);
    assertThat(kept()).hasSize(2);
    assertThat(isIndexed()).isTrue();
  }

  /// Of two units one was asked for, then the other: the file has both, and answers alone.
  @Test
  void unitsThatWereReadAreNotReadAgain() throws IOException {
    for (String sample : DwarfSamples.SAME_PROGRAM) {
      Files.write(program, DwarfSamples.bytes(sample));
      List<List<SourceFrame>> expected = unitByUnit();
      List<List<SourceFrame>> first = indexed(false);
      assertThat(first).as(sample).isEqualTo(expected);
      // Nothing is left to read: what debugging information there was may as well be gone.
      try (ElfFile elf = ElfFile.read(MappedFile.open(program));
          SourceLines lines = indexes.lines(elf, program)) {
        ElfSection text = elf.section(".text").orElseThrow();
        for (int i = 0; i < text.size(); i++) {
          List<SourceFrame> frames = expected.get(16 + i);
          if (!frames.isEmpty()) {
            assertThat(lines.at(text.address() + i)).isEqualTo(frames);
          }
        }
        assertThat(((GrowingLines) lines).unitsRead()).isZero();
      }
    }
  }

  @Test
  void unitsOfSeveralRunsAddUp() throws IOException {
    List<List<SourceFrame>> expected = unitByUnit();
    try (ElfFile elf = ElfFile.read(MappedFile.open(program))) {
      ElfSection text = elf.section(".text").orElseThrow();
      // From the last byte on, a run for each, so that units come in the other order.
      for (int i = (int) text.size() - 1; i >= 0; i -= 8) {
        try (SourceLines lines = indexes.lines(elf, program)) {
          assertThat(lines.at(text.address() + i)).isEqualTo(expected.get(16 + i));
        }
      }
      try (SourceLines lines = indexes.lines(elf, program)) {
        assertThat(all(elf, lines)).isEqualTo(expected);
        assertThat(((GrowingLines) lines).unitsRead()).isZero();
      }
    }
  }

  @Test
  void manyUnitsMakeAnIndex() throws IOException {
    indexes = new LineIndexes(folder.resolve("lines"), 1);
    assertThat(indexed(false)).isEqualTo(unitByUnit());
    assertThat(isIndexed()).isTrue();
  }

  @Test
  void aChangedFileIsReadAnew() throws IOException {
    indexed(true);
    byte[] other = DwarfSamples.bytes("v5.elf");
    Files.write(program, Arrays.copyOf(other, other.length + 8));
    assertThat(isIndexed()).isFalse();
    assertThat(indexed(true)).isEqualTo(unitByUnit());
    assertThat(isIndexed()).isTrue();
  }

  @Test
  void eachByteAndEachLengthOfAnIndexIsChecked() throws IOException {
    Path index = folder.resolve("index");
    Files.createFile(index);
    try (ElfFile elf = ElfFile.read(MappedFile.open(program))) {
      IndexBuilder.build(DwarfFile.of(elf), index, 42);
    }
    byte[] bytes = Files.readAllBytes(index);
    IndexFile.open(new Bytes("whole", bytes), 42);
    assertThatThrownBy(() -> IndexFile.open(new Bytes("other key", bytes), 43))
        .isInstanceOf(MalformedInput.class);
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] ^= 0x10;
      Bytes damaged = new Bytes("damaged", bytes.clone());
      Bytes cut = new Bytes("cut", Arrays.copyOf(bytes, at));
      bytes[at] ^= 0x10;
      assertThatThrownBy(() -> IndexFile.open(damaged, 42)).isInstanceOf(MalformedInput.class);
      assertThatThrownBy(() -> IndexFile.open(cut, 42)).isInstanceOf(MalformedInput.class);
    }
  }

  @Test
  void aDamagedIndexIsMadeAnew() throws IOException {
    indexed(true);
    Path index = kept().getFirst();
    byte[] bytes = Files.readAllBytes(index);
    bytes[60] ^= 1;
    Files.write(index, bytes);
    assertThat(isIndexed()).isFalse();
    assertThat(indexed(true)).isEqualTo(unitByUnit());
    assertThat(isIndexed()).isTrue();
  }

  @Test
  void aFolderThatCannotBeWrittenOnlyCostsTime() {
    indexes = new LineIndexes(program.resolve("below a file"));
    assertThat(indexed(true)).isEqualTo(unitByUnit());
    assertThat(isIndexed()).isFalse();
  }

  @Test
  void severalWritersLeaveOneWholeFile() throws IOException {
    List<List<SourceFrame>> expected = unitByUnit();
    IntStream.range(0, 8).parallel().forEach(i -> assertThat(indexed(true)).isEqualTo(expected));
    assertThat(kept()).hasSize(1);
  }

  @Test
  void gapsAreKeptWithTheIndex() throws IOException {
    byte[] bytes = DwarfSamples.bytes("v5.elf");
    int info = (int) DwarfSamples.open("v5.elf").section(".debug_info").orElseThrow().offset();
    bytes[info + 4] = 9; // the version of the first unit
    Files.write(program, bytes);
    indexed(true);
    try (ElfFile elf = ElfFile.read(MappedFile.open(program));
        SourceLines lines = indexes.lines(elf, program)) {
      assertThat(lines).isInstanceOf(IndexedLines.class);
      assertThat(lines.gaps()).singleElement().asString().contains("DWARF 9");
      assertThat(all(elf, lines))
          .anyMatch(frames -> !frames.isEmpty() && frames.getLast().function().equals("other"));
    }
  }
}
