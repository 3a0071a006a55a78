package org.inquest.engine.debug.name;

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
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.testkit.DwarfSamples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NameIndexesTest {
  @TempDir private Path folder;
  private Path program = Path.of("");
  private NameIndexes indexes = new NameIndexes(Path.of(""));

  @BeforeEach
  void writeProgram() throws IOException {
    program = folder.resolve("program");
    Files.write(program, DwarfSamples.bytes("layouts5.elf"));
    indexes = new NameIndexes(folder.resolve("names"));
  }

  /// What the index says about names that the program has, and one that it has not.
  private static List<Integer> counts(NameIndex index) {
    return List.of(
        index.find(NameKind.STRUCT, "task").length,
        index.find(NameKind.STRUCT, "list").length,
        index.find(NameKind.UNION, "task").length,
        index.find(NameKind.ORDINARY, "atomic_t").length,
        index.find(NameKind.ENUMERATOR, "GOOD").length,
        index.find(NameKind.VARIABLE, "count").length,
        index.find(NameKind.FUNCTION, "visit").length,
        index.find(NameKind.FUNCTION, "nothing").length,
        index.find(NameKind.LOCAL, "visits").length,
        index.find(NameKind.LOCAL, "count").length);
  }

  private static final List<Integer> EXPECTED = List.of(1, 2, 0, 1, 1, 2, 1, 0, 1, 0);

  private List<Integer> counts() {
    try (ElfFile elf = ElfFile.read(MappedFile.open(program));
        NameIndex index = indexes.of(DwarfFile.of(elf), program)) {
      return counts(index);
    }
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("names"))) {
      return files.toList();
    }
  }

  @Test
  void madeAndRead() throws IOException {
    assertThat(counts()).isEqualTo(EXPECTED);
    byte[] made = Files.readAllBytes(kept().getFirst());
    assertThat(counts()).isEqualTo(EXPECTED);
    assertThat(kept()).hasSize(1);
    assertThat(Files.readAllBytes(kept().getFirst())).isEqualTo(made);
  }

  @Test
  void eachByteAndEachLengthOfAnIndexIsChecked() throws IOException {
    counts();
    byte[] bytes = Files.readAllBytes(kept().getFirst());
    long key = new Bytes("key", bytes).u64(16);
    NameFile.open(new Bytes("whole", bytes), key);
    assertThatThrownBy(() -> NameFile.open(new Bytes("other key", bytes), key + 1))
        .isInstanceOf(MalformedInput.class);
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] ^= 0x10;
      Bytes damaged = new Bytes("damaged", bytes.clone());
      Bytes cut = new Bytes("cut", Arrays.copyOf(bytes, at));
      bytes[at] ^= 0x10;
      assertThatThrownBy(() -> NameFile.open(damaged, key)).isInstanceOf(MalformedInput.class);
      assertThatThrownBy(() -> NameFile.open(cut, key)).isInstanceOf(MalformedInput.class);
    }
  }

  @Test
  void aDamagedIndexIsMadeAnew() throws IOException {
    counts();
    byte[] sound = Files.readAllBytes(kept().getFirst());
    byte[] damaged = sound.clone();
    damaged[40] ^= 1;
    Files.write(kept().getFirst(), damaged);
    assertThat(counts()).isEqualTo(EXPECTED);
    assertThat(Files.readAllBytes(kept().getFirst())).isEqualTo(sound);
  }

  @Test
  void aFolderThatCannotBeWrittenOnlyCostsTime() {
    indexes = new NameIndexes(program.resolve("below a file"));
    assertThat(counts()).isEqualTo(EXPECTED);
  }

  @Test
  void severalWritersLeaveOneWholeFile() throws IOException {
    IntStream.range(0, 8).parallel().forEach(i -> assertThat(counts()).isEqualTo(EXPECTED));
    assertThat(kept()).hasSize(1);
  }

  @Test
  void aDamagedUnitIsAGapThatIsKept() throws IOException {
    byte[] bytes = DwarfSamples.bytes("layouts5.elf");
    int info =
        (int) DwarfSamples.open("layouts5.elf").section(".debug_info").orElseThrow().offset();
    bytes[info + 4] = 9; // the version of the first unit
    Files.write(program, bytes);
    for (int i = 0; i < 2; i++) {
      try (ElfFile elf = ElfFile.read(MappedFile.open(program));
          NameIndex index = indexes.of(DwarfFile.of(elf), program)) {
        assertThat(index.gaps()).singleElement().asString().contains("DWARF 9");
        assertThat(index.find(NameKind.VARIABLE, "count")).hasSize(1);
      }
    }
  }

  @Test
  void moreThanThereIsRoomForIsAGap() {
    NameTable table = new NameTable();
    for (int i = 0; i < 1_700_000; i++) {
      table.add(NameKind.VARIABLE, NameKind.mix(i), i, i);
    }
    assertThat(table.gap()).contains("left out");
  }
}
