package org.inquest.engine.code.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.testkit.ElfObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Graphs in files: what is written is read again, and nothing else is.
final class GraphCacheTest {
  private static final long TEXT = 0xffff_ffff_8100_0000L;
  private static final long DATA = 0xffff_ffff_8200_0000L;
  private static final int CALLS = 5_000;
  private static final int FUNCTIONS = 5;
  private static final int SIZE = 5 * CALLS + 1;
  private static final String BUILD_ID = "0102030405060708090a0b0c0d0e0f1011121314";
  private static final long KEY = 7;

  @TempDir Path folder;
  private Path program = Path.of("");
  private GraphCache cache = new GraphCache(Path.of(""));

  @BeforeEach
  void writeProgram() throws IOException {
    program = folder.resolve("program");
    cache = new GraphCache(folder.resolve("graphs"));
    Files.write(program, elf(CALLS).bytes());
  }

  /// Five functions that call the next one again and again; a table with the address of the third.
  private static ElfObject elf(int calls) {
    ByteBuffer text = ByteBuffer.allocate(FUNCTIONS * SIZE).order(ByteOrder.LITTLE_ENDIAN);
    for (int f = 0; f < FUNCTIONS; f++) {
      text.position(f * SIZE);
      int callee = (f + 1) % FUNCTIONS * SIZE;
      for (int i = 0; i < calls; i++) {
        text.put((byte) 0xe8).putInt(callee - text.position() - 4);
      }
      text.put((byte) 0xc3);
    }
    ByteBuffer note = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
    note.putInt(4).putInt(20).putInt(3).put("GNU\0".getBytes(StandardCharsets.US_ASCII));
    IntStream.rangeClosed(1, 20).forEach(i -> note.put((byte) i));
    byte[] table = new byte[16];
    ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).putLong(8, TEXT + 2 * SIZE);
    ElfObject elf =
        new ElfObject(2, 62)
            .text(".text", TEXT, text.array())
            .data(".data", DATA, table)
            .notes(".note.gnu.build-id", note.array());
    for (int f = 0; f < FUNCTIONS; f++) {
      elf.symbol("function" + f, 2, 1, TEXT + (long) f * SIZE, SIZE);
    }
    return elf;
  }

  private CodeGraph built() {
    try (CodeImage image = CodeImages.open(program)) {
      return GraphBuilder.build(image);
    }
  }

  private CodeGraph cached() {
    try (CodeImage image = CodeImages.open(program)) {
      return cache.graph(image, program);
    }
  }

  private Path file() {
    return cache.folder().resolve(BUILD_ID + ".graph");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(cache.folder())) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  private static void assertSame(CodeGraph one, CodeGraph other) {
    assertThat(one.size()).isEqualTo(FUNCTIONS);
    assertThat(one.edgeCount()).isEqualTo(FUNCTIONS * CALLS);
    assertThat(one.data().of(2)).containsExactly(DATA + 8);
    assertThat(describe(one)).isEqualTo(describe(other));
  }

  /// All that can be asked of a graph.
  private static String describe(CodeGraph graph) {
    StringBuilder out = new StringBuilder();
    for (int f = 0; f < graph.size(); f++) {
      out.append(graph.name(f)).append(' ').append(graph.start(f)).append(' ').append(graph.end(f));
      out.append(' ').append(graph.owner(f)).append(Arrays.toString(graph.data().of(f)));
      for (int e = graph.firstOut(f); e < graph.endOut(f); e++) {
        out.append(' ').append(graph.kind(e)).append(graph.target(e)).append(graph.site(e));
      }
      for (int n = 0; n < graph.incomingCount(f); n++) {
        out.append(' ').append(graph.incoming(f, n));
      }
    }
    return out.toString();
  }

  @Test
  void whatIsReadIsWhatWasBuilt() throws IOException {
    CodeGraph graph = built();
    assertSame(cached(), graph);
    assertThat(files()).containsExactly(BUILD_ID + ".graph");
    // The second time from the file: its program need not even be decodable any more.
    FileTime time = Files.getLastModifiedTime(program);
    byte[] bytes = Files.readAllBytes(program);
    Arrays.fill(bytes, 64, 64 + FUNCTIONS * SIZE, (byte) 0x90);
    Files.write(program, bytes);
    Files.setLastModifiedTime(program, time);
    assertThat(built().edgeCount()).isZero();
    assertSame(cached(), graph);
  }

  @Test
  void aChangedFileOfTheSameBuildIdIsReadAnew() throws IOException {
    cached();
    Files.write(program, elf(CALLS - 1).bytes());
    Files.setLastModifiedTime(program, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(cached().edgeCount()).isEqualTo(FUNCTIONS * (CALLS - 1));
  }

  @Test
  void aDamagedCutOrForeignFileIsMadeAnew() throws IOException {
    CodeGraph graph = built();
    cached();
    byte[] good = Files.readAllBytes(file());
    byte[] flipped = good.clone();
    flipped[good.length / 2] ^= 4;
    byte[] version = good.clone();
    version[8]++;
    byte[] key = good.clone();
    key[16]++;
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    byte[] cut = Arrays.copyOf(good, good.length - 1);
    for (byte[] bad : List.of(flipped, version, key, longer, cut, new byte[0], new byte[100])) {
      Files.write(file(), bad);
      assertSame(cached(), graph);
      assertThat(Files.readAllBytes(file())).isEqualTo(good);
    }
  }

  @Test
  void eachByteAndEachLengthOfAFileIsChecked() throws IOException {
    Files.write(program, elf(2).bytes());
    Path file = folder.resolve("small.graph");
    GraphFile.write(built(), file, KEY);
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) 0x81;
      Files.write(file, bad);
      assertThatThrownBy(() -> GraphFile.read(file, KEY)).isInstanceOf(MalformedInput.class);
      Files.write(file, Arrays.copyOf(good, i));
      assertThatThrownBy(() -> GraphFile.read(file, KEY)).isInstanceOf(MalformedInput.class);
    }
  }

  /// Where the checksum is right, too, nothing else than a graph or this error comes out.
  @Test
  void numbersThatMakeNoGraphAreRefused() throws IOException {
    Files.write(program, elf(2).bytes());
    Path file = folder.resolve("small.graph");
    GraphFile.write(built(), file, KEY);
    byte[] good = Files.readAllBytes(file);
    int refused = 0;
    for (int i = 24; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) 0x81;
      CRC32C sum = new CRC32C();
      sum.update(bad, 16, bad.length - 16);
      ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putInt(12, (int) sum.getValue());
      Files.write(file, bad);
      try {
        describe(GraphFile.read(file, KEY));
      } catch (MalformedInput e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(good.length / 4);
  }

  @Test
  void severalWritersLeaveOneWholeFile() throws IOException {
    CodeGraph graph = built();
    IntStream.range(0, 8).parallel().forEach(i -> assertSame(cached(), graph));
    assertThat(files()).containsExactly(BUILD_ID + ".graph");
    assertSame(cached(), graph);
  }

  @Test
  void aFolderThatCannotBeWrittenOnlyCostsTime() throws IOException {
    CodeGraph graph = built();
    Files.createDirectories(file().resolve("in the way"));
    assertSame(cached(), graph);
    assertThat(files()).containsExactly(BUILD_ID + ".graph");
    cache = new GraphCache(program.resolve("below a file"));
    assertSame(cached(), graph);
  }

  @Test
  void onlySoManyAreKept() throws IOException {
    Files.createDirectories(cache.folder());
    for (int i = 0; i < 40; i++) {
      Path old = Files.createFile(cache.folder().resolve("old" + i + ".graph"));
      Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(100 - i)));
    }
    cached();
    assertThat(files()).hasSize(24).contains(BUILD_ID + ".graph", "old39.graph");
  }

  @Test
  void filesWithoutABuildIdAndSmallOnesAreNotKept() throws IOException {
    Files.write(program, elf(2).bytes());
    assertThat(cached().edgeCount()).isEqualTo(FUNCTIONS * 2);
    assertThat(cache.folder()).doesNotExist();
  }
}
