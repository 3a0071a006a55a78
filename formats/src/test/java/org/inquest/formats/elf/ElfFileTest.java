package org.inquest.formats.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.testkit.ElfObject;
import org.junit.jupiter.api.Test;

class ElfFileTest {
  private static byte[] sample() {
    return new ElfObject(ElfFile.ET_REL, 62)
        .text(".text", 0, new byte[] {(byte) 0xe8, 0, 0, 0, 0, (byte) 0xc3})
        .zeros(".bss", 0, 64)
        .symbol("probe", ElfSymbols.STT_FUNC, 1, 0, 6)
        .symbol("kfree", ElfSymbols.STT_NOTYPE, 0, 0, 0)
        .rela(1, 1, 4, 2, -4)
        .bytes();
  }

  private static ElfFile read(byte[] bytes) {
    return ElfFile.read(new Bytes("sample.ko", bytes));
  }

  /// Asks for everything there is.
  private static int visit(ElfFile file) {
    int seen = 0;
    for (ElfSection section : file.sections()) {
      seen += section.name().length();
      if (section.type() == ElfSection.SHT_SYMTAB) {
        ElfSymbols symbols = file.symbols(section);
        for (int i = 0; i < symbols.size(); i++) {
          seen += symbols.name(i).length() + symbols.type(i) + symbols.section(i);
        }
      } else if (section.type() == ElfSection.SHT_RELA) {
        ElfRelocations relocations = file.relocations(section);
        for (int i = 0; i < relocations.size(); i++) {
          seen += relocations.type(i) + relocations.symbol(i);
        }
      }
    }
    return seen;
  }

  @Test
  void sectionsSymbolsAndRelocations() {
    ElfFile file = read(sample());
    assertThat(file.type()).isEqualTo(ElfFile.ET_REL);
    ElfSection text = file.section(".text").orElseThrow();
    assertThat(text.executable()).isTrue();
    assertThat(file.section(".bss").orElseThrow().hasBytes()).isFalse();

    ElfSymbols symbols = file.symbols(file.section(".symtab").orElseThrow());
    assertThat(symbols.size()).isEqualTo(3);
    assertThat(symbols.name(1)).isEqualTo("probe");
    assertThat(symbols.bytes(1)).isEqualTo(6);
    assertThat(symbols.section(2)).isZero();
    assertThat(symbols.isNamed(2, new byte[] {'k', 'f', 'r', 'e', 'e'})).isTrue();
    assertThat(symbols.isNamed(2, new byte[] {'k', 'f', 'r', 'e'})).isFalse();

    ElfRelocations relocations = file.relocations(file.section(".rela.text").orElseThrow());
    assertThat(relocations.size()).isEqualTo(1);
    assertThat(relocations.offset(0)).isEqualTo(1);
    assertThat(relocations.symbol(0)).isEqualTo(2);
    assertThat(relocations.addend(0)).isEqualTo(-4);
  }

  @Test
  void otherKindsAreToldInOneLine() {
    byte[] small = sample();
    small[4] = 1;
    assertThatThrownBy(() -> read(small))
        .isInstanceOf(Unsupported.class)
        .hasMessageContaining("32");
    byte[] big = sample();
    big[5] = 2;
    assertThatThrownBy(() -> read(big)).isInstanceOf(Unsupported.class).hasMessageContaining("big");
    assertThatThrownBy(() -> read(new byte[100])).isInstanceOf(MalformedInput.class);
  }

  @Test
  void cutAnywhereAndFlippedAnywhereItAnswersOrSaysWhere() {
    byte[] whole = sample();
    int answered = 0;
    for (int length = 0; length < whole.length; length++) {
      answered += survives(Arrays.copyOf(whole, length));
    }
    assertThat(answered).as("a table behind the sections is cut by every cut").isZero();
    for (int i = 0; i < whole.length; i++) {
      for (int mask : new int[] {0x01, 0x80, 0xff}) {
        byte[] flipped = whole.clone();
        flipped[i] ^= (byte) mask;
        answered += survives(flipped);
      }
    }
    assertThat(answered).isPositive();
  }

  private static int survives(byte[] bytes) {
    try {
      return visit(read(bytes)) >= 0 ? 1 : 0;
    } catch (InquestException e) {
      return 0;
    }
  }
}
