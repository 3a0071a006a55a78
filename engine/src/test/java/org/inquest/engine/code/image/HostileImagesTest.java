package org.inquest.engine.code.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.graph.GraphBuilder;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.testkit.ElfObject;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files with every byte changed, and cut at every length: an answer, or an error in one line, in a
/// time that the file's size bounds.
@Timeout(60)
class HostileImagesTest {
  private static final long TEXT = 0xffff_ffff_8100_0000L;

  @TempDir Path folder;

  private static byte[] file(int type, int machine) {
    byte[] text =
        HexFormat.of()
            .parseHex("e80b000000c390909090909090909090488b05000000004889c7c3909090909090");
    return new ElfObject(type, machine)
        .text(".text", TEXT, text)
        .readOnly(".rodata", TEXT + 0x1000, new byte[24])
        .data(".data", TEXT + 0x2000, new byte[16])
        .zeros(".bss", TEXT + 0x3000, 32)
        .symbol("first", 2, 1, type == 1 ? 0 : TEXT, 16)
        .symbol("second", 2, 1, type == 1 ? 16 : TEXT + 16, 16)
        .symbol("kfree", 0, 0, 0, 0)
        .symbol("table", 1, 3, type == 1 ? 0 : TEXT + 0x2000, 16)
        .rela(1, 1, 4, 3, -4)
        .rela(3, 0, 1, 2, 0)
        .bytes();
  }

  @ParameterizedTest
  @CsvSource({"1, 62", "2, 62", "1, 183", "2, 183"})
  void everyByteChanged(int type, int machine) throws IOException {
    byte[] whole = file(type, machine);
    int answered = 0;
    for (int i = 16; i < whole.length; i++) {
      for (int mask : new int[] {0x01, 0x80, 0xff}) {
        byte[] changed = whole.clone();
        changed[i] ^= (byte) mask;
        answered += look(changed);
      }
    }
    assertThat(answered).isGreaterThan(whole.length);
  }

  @ParameterizedTest
  @CsvSource({"1, 62", "2, 183"})
  void cutAtEveryLength(int type, int machine) throws IOException {
    byte[] whole = file(type, machine);
    assertThat(look(whole)).isOne();
    for (int length = 0; length < whole.length; length++) {
      assertThat(look(Arrays.copyOf(whole, length))).isZero();
    }
  }

  /// Asks an image everything that commands ask.
  ///
  /// @return 1 where it answered, 0 where it was refused
  private int look(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("image"), bytes);
    try (CodeImage image = CodeImages.open(file)) {
      Functions functions = image.functions();
      long size = 0;
      for (int i = 0; i < functions.size(); i++) {
        size += functions.end(i) - functions.start(i);
        image.symbols(functions.name(i)).forEach(symbol -> image.symbolAt(symbol.address()));
      }
      assertThat(size).isBetween(0L, 2L * bytes.length);
      for (CodeSection section : image.sections()) {
        image.sectionAt(section.address());
        image.names().append(section.address() + 1, new StringBuilder());
      }
      CodeGraph graph = GraphBuilder.build(image);
      assertThat(graph.size()).isLessThan(bytes.length);
      assertThat(image.gaps()).doesNotContainNull();
      return 1;
    } catch (InquestException e) {
      assertThat(e.getMessage().lines()).hasSize(1);
      return 0;
    }
  }
}
