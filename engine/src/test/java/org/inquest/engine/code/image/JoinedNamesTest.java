package org.inquest.engine.code.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.IntStream;
import org.inquest.engine.symbol.Symbol;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.testkit.ElfObject;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class JoinedNamesTest {
  private static final int FUNC = 2;

  private static ElfObject program() {
    return new ElfObject(2, 62).text(".text", 0x1000, new byte[64]);
  }

  private static ElfFile file(byte[] bytes) {
    return ElfFile.read(new Bytes("program", bytes));
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XZOutputStream xz = new XZOutputStream(out, new LZMA2Options())) {
      xz.write(bytes);
    }
    return out.toByteArray();
  }

  private static NamedAddresses names(ElfObject object) {
    ElfFile file = file(object.bytes());
    return ElfSymbolIndex.of(file, ElfSpace.ofLinked(file)).orElseThrow();
  }

  @Test
  void theFirstTableCountsWhereBothName() {
    NamedAddresses exported =
        names(program().symbol("open", FUNC, 1, 0x1010, 16).symbol("end", FUNC, 1, 0x1030, 16));
    NamedAddresses local =
        names(program().symbol("helper", FUNC, 1, 0x1000, 16).symbol("alias", FUNC, 1, 0x1010, 16));
    ElfFile file = file(program().bytes());
    NamedAddresses all = new JoinedNames(exported, local, ElfSpace.ofLinked(file).sections());
    Functions functions = all.functions();
    assertThat(IntStream.range(0, functions.size()).mapToObj(functions::name))
        .containsExactly("helper", "open", "end");
    assertThat(all.at(0x1004)).map(Symbol::name).contains("helper");
    assertThat(all.at(0x1014)).map(Symbol::name).contains("open");
    assertThat(all.at(0x1024)).isEmpty();
    assertThat(all.named("helper")).map(Symbol::address).containsExactly(0x1000L);
  }

  @Test
  void aStrippedFileHasItsPackedNames() throws IOException {
    byte[] mini = program().symbol("helper", FUNC, 1, 0x1000, 16).bytes();
    ElfFile stripped = file(program().readOnly(".gnu_debugdata", 0, packed(mini)).bytes());
    try (ElfImage image = new ElfImage(stripped)) {
      assertThat(image.symbolAt(0x1008)).map(Symbol::name).contains("helper");
      assertThat(image.symbols("helper")).hasSize(1);
    }
  }

  @Test
  void damagedNamesAreNone() throws IOException {
    byte[] xz = packed(program().symbol("helper", FUNC, 1, 0x1000, 16).bytes());
    for (int at = 0; at < xz.length; at++) {
      byte[] spoiled = xz.clone();
      spoiled[at] ^= 0x55;
      ElfFile stripped = file(program().readOnly(".gnu_debugdata", 0, spoiled).bytes());
      try (ElfImage image = new ElfImage(stripped)) {
        image.symbolAt(0x1008);
        image.gaps();
      }
    }
  }
}
