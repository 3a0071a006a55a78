package org.inquest.engine.code.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.graph.GraphBuilder;
import org.inquest.engine.symbol.Symbol;
import org.inquest.formats.testkit.ElfObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A shared library's pointers and stubs.
class DynamicLinksTest {
  private static final int ET_DYN = 3;
  private static final int FUNC = 2;

  @TempDir Path folder;

  private CodeImage open(ElfObject object) throws IOException {
    return CodeImages.open(Files.write(folder.resolve("lib.so"), object.bytes()));
  }

  private static byte[] code(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  /// `call malloc@plt; ret`, and a table of two functions that has nothing but relocations.
  private static ElfObject library() {
    return new ElfObject(ET_DYN, 62)
        .text(".plt", 0x1000, code("f30f1efa ff25f60f0000 660f1f440000 f30f1efa ff25ee0f0000"))
        .text(".text", 0x1100, code("e8fbfeffff c3 0f1f 31c0c3"))
        .data(".got", 0x2000, new byte[16])
        .data(".data", 0x3000, new byte[24])
        .symbol("work", FUNC, 2, 0x1100, 6)
        .symbol("zero", FUNC, 2, 0x1108, 3)
        .symbol("malloc", FUNC, 0, 0, 0)
        .symbol("free", FUNC, 0, 0, 0)
        .dynamic(0x2000, 7, 3, 0)
        .dynamic(0x2008, 6, 4, 0)
        .dynamic(0x3000, 8, 0, 0x1100)
        .dynamic(0x3008, 1, 2, 0)
        .dynamic(0x3010, 1, 4, 0);
  }

  private static long word(CodeImage image, long address) {
    return ByteBuffer.wrap(image.bytes(address, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  @Test
  void pointersHaveTheirAddresses() throws IOException {
    try (CodeImage image = open(library())) {
      assertThat(word(image, 0x3000)).as("relative").isEqualTo(0x1100);
      assertThat(word(image, 0x3008)).as("a symbol of its own").isEqualTo(0x1108);
      assertThat(word(image, 0x3010)).as("another file's").isZero();
      assertThat(image.bytes(0x3001, 1)).as("part of a word").containsExactly(0x11);
      CodeGraph graph = GraphBuilder.build(image);
      int zero = graph.named("zero")[0];
      assertThat(graph.data().of(zero)).containsExactly(0x3008);
    }
  }

  @Test
  void stubsHaveTheNamesOfWhatTheyJumpTo() throws IOException {
    try (CodeImage image = open(library())) {
      assertThat(image.symbols("malloc@plt")).extracting(Symbol::address).containsExactly(0x1000L);
      assertThat(image.symbolAt(0x1010)).map(Symbol::name).contains("free@plt");
      assertThat(image.symbolAt(0x1100)).map(Symbol::name).contains("work");
      assertThat(image.symbols("work@plt")).isEmpty();
      assertThat(image.gaps()).isEmpty();
    }
  }

  /// `adrp x16, 0x2000; ldr x17, [x16, 8]; add x16, x16, 8; br x17`.
  @Test
  void stubsOfArm64() throws IOException {
    try (CodeImage image =
        open(
            new ElfObject(ET_DYN, 183)
                .text(".plt", 0x1000, code("100000b0 110640f9 10220091 20021fd6"))
                .data(".got", 0x2000, new byte[16])
                .symbol("malloc", FUNC, 0, 0, 0)
                .dynamic(0x2008, 1026, 1, 0))) {
      assertThat(image.symbols("malloc@plt"))
          .isEqualTo(List.of(new Symbol("malloc@plt", 0x1000, 16, 't', "")));
    }
  }

  /// Thousands of relocations of places that do not exist cost nothing but themselves.
  @Test
  void relocationsOfNowhereAreHarmless() throws IOException {
    ElfObject object = library();
    for (int i = 0; i < 1000; i++) {
      object.dynamic(-8L * i, 8, 0, i).dynamic(0x3000 + i, 1, 5000 + i, i);
    }
    try (CodeImage image = open(object)) {
      assertThat(word(image, 0x3000)).isEqualTo(0x1100);
    }
  }
}
