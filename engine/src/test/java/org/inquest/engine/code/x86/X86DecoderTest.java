package org.inquest.engine.code.x86;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.inquest.engine.code.Access;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Isas;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.RegisterNames;
import org.junit.jupiter.api.Test;

/// What an instruction does, as analyses ask for it.
class X86DecoderTest {
  private static final Decoder DECODER = X86Isa.x86_64().decoder();
  private static final RegisterNames REGISTERS = X86Isa.x86_64().registers();

  private static Instruction decode(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    Instruction instruction = DECODER.newInstruction();
    DECODER.decode(bytes, 0, bytes.length, 0x1000, instruction);
    return instruction;
  }

  /// The general registers and the flags of a set.
  private static String names(long set) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < X86Registers.XMM0; i++) {
      if ((set >>> i & 1) != 0) {
        names.add(REGISTERS.name(i, 0));
      }
    }
    return String.join(" ", names);
  }

  private static void uses(String hex, String reads, String writes) {
    Instruction instruction = decode(hex);
    assertThat(names(instruction.readSet())).as("read by " + hex).isEqualTo(reads);
    assertThat(names(instruction.writeSet())).as("written by " + hex).isEqualTo(writes);
  }

  @Test
  void registersReadAndWritten() {
    uses("4889e5", "rsp", "rbp"); // mov %rsp,%rbp
    uses("488b448b08", "rcx rbx", "rax"); // mov 0x8(%rbx,%rcx,4),%rax
    uses("488904cb", "rax rcx rbx", ""); // mov %rax,(%rbx,%rcx,8)
    uses("4801d8", "rax rbx", "rax flags"); // add %rbx,%rax
    uses("4839d8", "rax rbx", "flags"); // cmp %rbx,%rax
    uses("b801000000", "", "rax"); // mov $1,%eax
    uses("b001", "rax", "rax"); // mov $1,%al: the rest stays
    uses("b401", "rax", "rax"); // mov $1,%ah
    uses("480f44c3", "rax rbx flags", "rax"); // cmove %rbx,%rax
    uses("53", "rbx rsp", "rsp"); // push %rbx
    uses("5b", "rsp", "rbx rsp"); // pop %rbx
    uses("c9", "rbp", "rsp rbp"); // leave
    uses("48f7e1", "rax rcx", "rax rdx flags"); // mul %rcx
    uses("48f7f1", "rax rcx rdx", "rax rdx flags"); // div %rcx
    uses("48ab", "rax rdi", "rdi"); // stos
    uses("f348ab", "rax rcx rdi", "rcx rdi"); // rep stos
    uses("31c0", "", "rax flags"); // xor %eax,%eax
    uses("31d8", "rax rbx", "rax flags"); // xor %ebx,%eax
    uses("29c0", "", "rax flags"); // sub %eax,%eax
    uses("19c0", "rax flags", "rax flags"); // sbb %eax,%eax
    uses("0fa2", "rax rcx", "rax rcx rdx rbx"); // cpuid
    uses("f0480fb10f", "rax rcx rdi", "rax flags"); // lock cmpxchg %rcx,(%rdi)
    uses("488d4708", "rdi", "rax"); // lea 0x8(%rdi),%rax
    uses("c4e26bf7c3", "rdx rbx", "rax"); // shrx %edx,%ebx,%eax
    uses("7400", "flags", ""); // je
    uses("0f1f4000", "rax", ""); // nopl 0x0(%rax)
  }

  @Test
  void flow() {
    assertThat(decode("c3").flow()).isEqualTo(Flow.RETURN);
    assertThat(decode("0f0b").flow()).isEqualTo(Flow.TRAP);
    assertThat(decode("0f05").flow()).isEqualTo(Flow.SYSTEM_CALL);
    assertThat(decode("f4").flow()).isEqualTo(Flow.HALT);
    assertThat(decode("48cf").flow()).isEqualTo(Flow.RETURN);
    assertThat(decode("90").flow()).isEqualTo(Flow.NEXT);
    Instruction call = decode("e8fb0f0000");
    assertThat(call.flow()).isEqualTo(Flow.CALL);
    assertThat(call.hasTarget()).isTrue();
    assertThat(call.target()).isEqualTo(0x2000);
    Instruction branch = decode("75fe");
    assertThat(branch.flow()).isEqualTo(Flow.BRANCH);
    assertThat(branch.target()).isEqualTo(0x1000);
    Instruction jump = decode("ff2485001000a0");
    assertThat(jump.flow()).isEqualTo(Flow.JUMP);
    assertThat(jump.isIndirect()).isTrue();
    assertThat(jump.hasTarget()).isFalse();
  }

  @Test
  void memoryOperand() {
    Instruction load = decode("65488b048528000000");
    Operand operand = load.operand(1);
    assertThat(load.memoryOperand()).isEqualTo(1);
    assertThat(operand.segment()).isEqualTo(X86Registers.GS);
    assertThat(operand.base()).isEqualTo(Operand.NO_REGISTER);
    assertThat(operand.index()).isEqualTo(X86Registers.RAX);
    assertThat(operand.scale()).isEqualTo(4);
    assertThat(operand.displacement()).isEqualTo(0x28);
    assertThat(operand.size()).isEqualTo(8);
    assertThat(operand.access()).isEqualTo(Access.READ);
    Operand relative = decode("c705f60f000001000000").operand(0);
    assertThat(relative.base()).isEqualTo(X86Registers.RIP);
    assertThat(relative.displacement()).isEqualTo(0x2000);
    assertThat(relative.isAbsolute(X86Registers.RIP)).isTrue();
    assertThat(relative.access()).isEqualTo(Access.WRITE);
    assertThat(decode("ff4738").operand(0).access()).isEqualTo(Access.READ_WRITE);
    assertThat(decode("488d4708").operand(1).access()).isEqualTo(Access.NONE);
    assertThat(decode("a4").operand(0).base()).isEqualTo(X86Registers.RDI);
    assertThat(decode("a4").operand(1).base()).isEqualTo(X86Registers.RSI);
  }

  @Test
  void immediatesAreSignExtended() {
    assertThat(decode("4883c0f0").operand(1).value()).isEqualTo(-16);
    assertThat(decode("4805f0ffffff").operand(1).value()).isEqualTo(-16);
    assertThat(decode("05f0ffffff").operand(1).size()).isEqualTo(4);
    assertThat(decode("cd80").operand(0).value()).isEqualTo(0x80);
    assertThat(decode("68000000ff").operand(0).value()).isEqualTo(-0x1000000);
    assertThat(decode("48b8efcdab8967452301").operand(1).value()).isEqualTo(0x123456789abcdefL);
  }

  @Test
  void maskedDestinationKeepsElements() {
    Instruction merging = decode("62f1fd4958c1");
    assertThat(merging.operand(0).access()).isEqualTo(Access.READ_WRITE);
    assertThat(merging.operand(0).detail()).isEqualTo(1);
    Instruction zeroing = decode("62f1fdc958c1");
    assertThat(zeroing.operand(0).access()).isEqualTo(Access.WRITE);
    assertThat(zeroing.operand(0).size()).isEqualTo(64);
    Instruction broadcast = decode("62f1fd58584001");
    assertThat(broadcast.operand(2).size()).isEqualTo(8);
    assertThat(broadcast.operand(2).displacement()).isEqualTo(8);
  }

  @Test
  void namesAndNumbers() {
    int mov = DECODER.mnemonicIndex("mov");
    assertThat(decode("4889e5").mnemonicIndex()).isEqualTo(mov);
    assertThat(decode("4889e5").mnemonic()).isEqualTo("mov");
    assertThat(decode("0fb6c0").mnemonic()).isEqualTo("movzx");
    assertThat(DECODER.mnemonicIndex("nonsense")).isEqualTo(-1);
    assertThat(REGISTERS.name(X86Registers.RSI, 4)).isEqualTo("esi");
    assertThat(REGISTERS.name(X86Registers.XMM0 + 17, 32)).isEqualTo("ymm17");
    assertThat(REGISTERS.name(-1, 8)).isEqualTo("?");
  }

  @Test
  void fromASegment() {
    byte[] bytes = HexFormat.of().parseHex("9090e8fb0f0000");
    Instruction instruction = DECODER.newInstruction();
    MemorySegment segment = MemorySegment.ofArray(bytes);
    assertThat(DECODER.decode(segment, 2, 7, 0x1000, instruction)).isEqualTo(5);
    assertThat(instruction.target()).isEqualTo(0x2000);
    assertThat(DECODER.decode(segment, 2, 6, 0x1000, instruction)).isZero();
    assertThat(instruction.flow()).isEqualTo(Flow.TRUNCATED);
  }

  @Test
  void aCopyStays() {
    Instruction instruction = decode("e8fb0f0000");
    Instruction copy = instruction.copy();
    byte[] bytes = {(byte) 0x90};
    DECODER.decode(bytes, 0, 1, 0x1000, instruction);
    assertThat(copy.target()).isEqualTo(0x2000);
    assertThat(instruction.operandCount()).isZero();
    assertThat(instruction.operand(0).kind()).isEqualTo(Operand.Kind.NONE);
  }

  @Test
  void foundByElfMachine() {
    assertThat(Isas.of(62).name()).isEqualTo("x86_64");
    assertThat(Isas.of(3).name()).isEqualTo("i386");
    assertThat(Isas.find(0xbeef)).isEmpty();
  }
}
