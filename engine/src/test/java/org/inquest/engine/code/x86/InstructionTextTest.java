package org.inquest.engine.code.x86;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.SymbolNames;
import org.junit.jupiter.api.Test;

/// Typical instructions of kernels and of glibc, in bytes and in both syntaxes.
class InstructionTextTest {
  private static final long ADDRESS = 0x1000;

  @Test
  void textsOfTypicalInstructions() throws IOException {
    List<String> wrong = new ArrayList<>();
    int count = 0;
    for (String line : lines()) {
      String[] columns = line.split("\\|");
      byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(columns[0].strip());
      count++;
      compare(bytes, "att", columns[1], wrong);
      compare(bytes, "intel", columns[2], wrong);
    }
    assertThat(wrong).isEmpty();
    assertThat(count).isGreaterThan(600);
  }

  private static void compare(byte[] bytes, String syntax, String wanted, List<String> wrong) {
    Isa isa = X86Isa.x86_64();
    Instruction instruction = isa.decoder().newInstruction();
    int length = isa.decoder().decode(bytes, 0, bytes.length, ADDRESS, instruction);
    String text = isa.printer(syntax).text(instruction, SymbolNames.NONE);
    boolean bad = wanted.strip().equals("(bad)");
    if (!squeeze(text).equals(squeeze(wanted)) || length != (bad ? 0 : bytes.length)) {
      wrong.add(HexFormat.of().formatHex(bytes) + ": " + text + ", not " + wanted.strip());
    }
  }

  /// Without the padding that aligns operands.
  private static String squeeze(String text) {
    return text.strip().replaceAll(" +", " ");
  }

  private static List<String> lines() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(InstructionTextTest.class.getResourceAsStream("instructions.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  @Test
  void namesArePaddedAsObjdumpDoes() {
    assertThat(att("c3")).isEqualTo("ret");
    assertThat(att("50")).isEqualTo("push   %rax");
    assertThat(att("f00fc107")).isEqualTo("lock xadd %eax,(%rdi)");
    assertThat(att("2e90")).isEqualTo("cs nop");
    assertThat(att("480fbae80f")).isEqualTo("bts    $0xf,%rax");
  }

  @Test
  void symbolsAreNamed() {
    SymbolNames names = (address, to) -> address == 0x1005 && to.append("next+0x5") != null;
    assertThat(text("att", "e800000000", names)).isEqualTo("call   1005 <next+0x5>");
    assertThat(text("att", "e801000000", names)).isEqualTo("call   0x1006");
    assertThat(text("att", "488b05feffffff", names))
        .isEqualTo("mov    -0x2(%rip),%rax        # 1005 <next+0x5>");
  }

  @Test
  void mode32() {
    assertThat(text(X86Isa.i386(), "att", "40", SymbolNames.NONE)).isEqualTo("inc    %eax");
    assertThat(text(X86Isa.i386(), "att", "8db42600000000", SymbolNames.NONE))
        .isEqualTo("lea    0x0(%esi,%eiz,1),%esi");
    assertThat(text(X86Isa.i386(), "att", "678b4605", SymbolNames.NONE))
        .isEqualTo("mov    0x5(%bp),%eax");
    assertThat(text(X86Isa.i386(), "intel", "ea785634121000", SymbolNames.NONE))
        .isEqualTo("jmp    0x10:0x12345678");
    assertThat(text(X86Isa.i386(), "att", "c5fc5801", SymbolNames.NONE))
        .isEqualTo("vaddps (%ecx),%ymm0,%ymm0");
    assertThat(text(X86Isa.i386(), "att", "c501", SymbolNames.NONE))
        .isEqualTo("lds    (%ecx),%eax");
  }

  private static String att(String hex) {
    return text("att", hex, SymbolNames.NONE);
  }

  private static String text(String syntax, String hex, SymbolNames names) {
    return text(X86Isa.x86_64(), syntax, hex, names);
  }

  private static String text(Isa isa, String syntax, String hex, SymbolNames names) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    Instruction instruction = isa.decoder().newInstruction();
    isa.decoder().decode(bytes, 0, bytes.length, ADDRESS, instruction);
    return isa.printer(syntax).text(instruction, names);
  }
}
