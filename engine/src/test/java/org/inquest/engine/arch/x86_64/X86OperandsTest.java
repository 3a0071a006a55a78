package org.inquest.engine.arch.x86_64;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.inquest.engine.arch.MemoryOperand;
import org.junit.jupiter.api.Test;

/// Instructions as an assembler writes them; the bytes were compared with binutils' objdump.
class X86OperandsTest {
  private static String operand(String bytes) {
    List<MemoryOperand> operands = X86Operands.of(HexFormat.ofDelimiter(" ").parseHex(bytes));
    return String.join(" ", operands.stream().map(MemoryOperand::toString).toList());
  }

  @Test
  void pointerAndMember() {
    assertThat(operand("8b 07")).as("mov (%rdi),%eax").isEqualTo("[rdi]");
    assertThat(operand("48 8b 47 18")).as("mov 0x18(%rdi),%rax").isEqualTo("[rdi+0x18]");
    assertThat(operand("48 8b 43 f8")).as("mov -0x8(%rbx),%rax").isEqualTo("[rbx-0x8]");
    assertThat(operand("89 b7 00 10 00 00")).as("mov %esi,0x1000(%rdi)").isEqualTo("[rdi+0x1000]");
    assertThat(operand("41 c7 46 0c 01 00 00 00")).as("movl $1,0xc(%r14)").isEqualTo("[r14+0xc]");
    assertThat(operand("f0 ff 4d 38")).as("lock decl 0x38(%rbp)").isEqualTo("[rbp+0x38]");
    assertThat(operand("0f b6 50 03")).as("movzbl 0x3(%rax),%edx").isEqualTo("[rax+0x3]");
    assertThat(operand("f0 0f b1 17")).as("lock cmpxchg %edx,(%rdi)").isEqualTo("[rdi]");
    assertThat(operand("ff 50 08")).as("call *0x8(%rax)").isEqualTo("[rax+0x8]");
  }

  @Test
  void baseAndIndex() {
    assertThat(operand("49 89 34 01")).as("mov %rsi,(%r9,%rax,1)").isEqualTo("[r9+rax*1]");
    assertThat(operand("8b 44 8b 04")).as("mov 0x4(%rbx,%rcx,4),%eax").isEqualTo("[rbx+rcx*4+0x4]");
    assertThat(operand("48 8b 04 24")).as("mov (%rsp),%rax").isEqualTo("[rsp]");
    assertThat(operand("48 8b 04 c5 c0 93 3b 9f"))
        .as("mov -0x60c46c40(,%rax,8),%rax")
        .isEqualTo("[rax*8-0x60c46c40]");
  }

  @Test
  void copiesHaveTwo() {
    assertThat(operand("f3 48 a5")).as("rep movsq").isEqualTo("[rdi] [rsi]");
    assertThat(operand("f3 aa")).as("rep stos").isEqualTo("[rdi]");
  }

  @Test
  void whatIsLeftOut() {
    assertThat(operand("90")).as("nop").isEmpty();
    assertThat(operand("89 f0")).as("mov %esi,%eax").isEmpty();
    assertThat(operand("ff d0")).as("call *%rax").isEmpty();
    assertThat(operand("0f 0b")).as("ud2").isEmpty();
    assertThat(operand("8b 05 10 00 00 00")).as("mov 0x10(%rip),%eax").isEmpty();
    assertThat(operand("65 48 8b 04 25 40 0c 02 00")).as("mov %gs:0x20c40,%rax").isEmpty();
    assertThat(operand("c5 fe 6f 07")).as("vmovdqu (%rdi),%ymm0").isEmpty();
  }

  /// Any bytes, cut anywhere, give an answer.
  @Test
  void anyBytesGiveAnAnswer() {
    for (int first = 0; first < 256; first++) {
      for (int second = 0; second < 256; second++) {
        for (int length = 0; length <= 4; length++) {
          byte[] code = {(byte) first, (byte) second, (byte) 0x84, (byte) 0x25};
          assertThat(X86Operands.of(java.util.Arrays.copyOf(code, length))).isNotNull();
        }
      }
    }
  }

  @Test
  void addressFromRegisters() {
    MemoryOperand operand =
        X86Operands.of(new byte[] {(byte) 0x8b, 0x44, (byte) 0x8b, 4}).getFirst();
    Map<String, Long> registers = Map.of("rbx", 0x1000L, "rcx", 3L);
    assertThat(operand.address(r -> OptionalLong.of(registers.get(r)))).hasValue(0x1010);
    assertThat(operand.address(r -> OptionalLong.empty())).isEmpty();
  }
}
