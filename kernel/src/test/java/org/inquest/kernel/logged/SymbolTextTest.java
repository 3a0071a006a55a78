package org.inquest.kernel.logged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unsupported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SymbolTextTest {
  @TempDir private Path folder;

  private SymbolText read(String... lines) throws IOException {
    return SymbolText.read(Files.write(folder.resolve("System.map"), List.of(lines)));
  }

  @Test
  void findsByNameAndSize() throws IOException {
    SymbolText symbols =
        read(
            "ffffffff81000000 t probe",
            "ffffffff81000040 t probe",
            "ffffffff81000040 t alias",
            "ffffffff81000060 T once",
            "ffffffff810000a0 T last");
    assertThat(symbols.find("probe", 0x10, 0x40)).hasValue(0xffffffff81000010L);
    assertThat(symbols.find("probe", 0x10, 0x20)).hasValue(0xffffffff81000050L);
    assertThat(symbols.find("probe", 0x10, 0x30)).isEmpty();
    assertThat(symbols.find("probe", 0x10, 0)).isEmpty();
    // Padding may be counted or not: the only one of a name is meant anyway.
    assertThat(symbols.find("once", 4, 0x39)).hasValue(0xffffffff81000064L);
    assertThat(symbols.find("never", 0, 0x40)).isEmpty();
  }

  @Test
  void tellsInitCode() throws IOException {
    SymbolText symbols =
        read(
            "ffffffff81000000 T _text",
            "ffffffff82000000 T _sinittext",
            "ffffffff82000100 t setup",
            "ffffffff82001000 T _einittext",
            "ffffffffc0000000 t probe\t[sick]");
    assertThat(symbols.inInit(0xffffffff82000100L)).isTrue();
    assertThat(symbols.inInit(0xffffffff82001000L)).isFalse();
    assertThat(symbols.inInit(0xffffffff81000000L)).isFalse();
    assertThat(symbols.named("probe").getFirst().module()).isEqualTo("sick");
  }

  @Test
  void refusesOtherFiles() throws IOException {
    assertThatThrownBy(() -> read("no symbols here"))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining("\"no symbols here\"");
    assertThatThrownBy(() -> read("0000000000000000 T _text"))
        .isInstanceOf(Unsupported.class)
        .hasMessageContaining("only root");
    assertThatThrownBy(() -> read()).isInstanceOf(Unsupported.class);
  }
}
