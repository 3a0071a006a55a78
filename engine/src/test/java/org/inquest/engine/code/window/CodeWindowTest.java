package org.inquest.engine.code.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import org.inquest.engine.code.Access;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.Isas;
import org.inquest.engine.code.SymbolNames;
import org.junit.jupiter.api.Test;

/// Code as logs print it, `<` before the first byte at the program counter.
final class CodeWindowTest {
  private static final Isa X86 = Isas.of(62);
  private static final Isa NARROW = Isas.of(3);
  private static final Isa A64 = Isas.of(183);
  private static final Function<String, OptionalLong> NOTHING = name -> OptionalLong.empty();

  private static CodeWindow window(Isa isa, String code) {
    String before = code.substring(0, code.indexOf('<')).replace(" ", "");
    byte[] bytes = HexFormat.of().parseHex(code.replaceAll("[ <>]", ""));
    return CodeWindow.of(isa, bytes, before.length() / 2, 0x100);
  }

  private static List<String> texts(CodeWindow window) {
    return window.lines(SymbolNames.NONE).stream()
        .map(line -> line.text().replaceAll("\\s+", " "))
        .toList();
  }

  private static Function<String, OptionalLong> registers(Map<String, Long> values) {
    return name ->
        values.containsKey(name) ? OptionalLong.of(values.get(name)) : OptionalLong.empty();
  }

  private static MemoryUse use(Isa isa, String code, Map<String, Long> values) {
    return MemoryUse.of(isa, window(isa, code).at(), registers(values)).getFirst();
  }

  @Test
  void theFirstByteMayBeTheMiddleOfAnInstruction() {
    // 18 is the displacement of a load that was cut.
    CodeWindow window = window(X86, "18 48 85 c0 74 05 <48> 8b 40 08 c3");
    assertThat(window.first()).isEqualTo(1);
    assertThat(texts(window))
        .containsExactly("test %rax,%rax", "je 0x105", "mov 0x8(%rax),%rax", "ret");
    assertThat(window.lines(SymbolNames.NONE).get(2).marked()).isTrue();
  }

  @Test
  void zerosAreNoInstructionsThatCompilersWrite() {
    // The tail of `call`: 00 00 would be `add %al,(%rax)`.
    CodeWindow window = window(X86, "00 00 48 89 c7 <48> 8b 07");
    assertThat(window.first()).isEqualTo(2);
    assertThat(texts(window)).containsExactly("mov %rax,%rdi", "mov (%rdi),%rax");
  }

  @Test
  void bytesThatAreNoInstructionAreSaidToBeBad() {
    CodeWindow window = window(X86, "90 <06> 90");
    assertThat(window.readable()).isFalse();
    assertThat(texts(window)).endsWith("(bad)");
  }

  @Test
  void narrowCodeIsReadInItsOwnMode() {
    // 40 is `inc` in 32-bit mode and a prefix in 64-bit mode.
    assertThat(texts(window(NARROW, "40 <8b> 40 08")))
        .containsExactly("inc %eax", "mov 0x8(%eax),%eax");
  }

  @Test
  void wordsOfA64StayAligned() {
    CodeWindow window = window(A64, "01d0bfd2 ffffffff 7302018b <74020039");
    assertThat(texts(window))
        .containsExactly(
            "mov x1, #0xfe800000 // #4269801472", "(bad)", "add x19, x19, x1", "strb w20, [x19]");
  }

  @Test
  void theAddressIsMadeOfTheRegisters() {
    MemoryUse use = use(X86, "<48> 89 44 cb 18", Map.of("rbx", 0x1000L, "rcx", 2L));
    assertThat(use.text()).isEqualTo("[rbx+rcx*8+0x18]");
    assertThat(use.address()).isEqualTo(OptionalLong.of(0x1028));
    assertThat(use.size()).isEqualTo(8);
    assertThat(use.access()).isEqualTo(Access.WRITE);
    assertThat(use.covers(0x102f)).isTrue();
    assertThat(use.covers(0x1030)).isFalse();
  }

  @Test
  void perCpuDataIsBehindItsSegment() {
    // mov %gs:0x10(%rax),%rdx
    MemoryUse use = use(X86, "<65> 48 8b 50 10", Map.of("rax", 1L, "gs", 0xffff_8880_0000_0000L));
    assertThat(use.address()).isEqualTo(OptionalLong.of(0xffff_8880_0000_0011L));
    assertThat(use(X86, "<65> 48 8b 50 10", Map.of("rax", 1L)).address()).isEmpty();
  }

  @Test
  void aPushWritesBelowTheStackPointer() {
    MemoryUse use = use(X86, "<50>", Map.of("rsp", 0x1000L));
    assertThat(use.address()).isEqualTo(OptionalLong.of(0xff8));
    assertThat(use.access()).isEqualTo(Access.WRITE);
  }

  @Test
  void leaAccessesNothing() {
    assertThat(MemoryUse.of(X86, window(X86, "<48> 8d 47 18").at(), NOTHING)).isEmpty();
  }

  @Test
  void narrowAddressesWrap() {
    MemoryUse use = use(NARROW, "<8b> 40 f8", Map.of("eax", 4L));
    assertThat(use.address()).isEqualTo(OptionalLong.of(0xffff_fffcL));
  }

  @Test
  void indexOfA64IsExtended() {
    // ldr x0, [x1, w2, sxtw #3]
    MemoryUse use = use(A64, "<20d862f8", Map.of("x1", 0x1000L, "x2", 0xffff_ffffL));
    assertThat(use.address()).isEqualTo(OptionalLong.of(0xff8));
    // ldr x0, [x1], #16: the number is added afterwards.
    assertThat(use(A64, "<200441f8", Map.of("x1", 0x1000L)).address())
        .isEqualTo(OptionalLong.of(0x1000));
  }

  @Test
  void aLoadIsFoundThroughMovesAndSums() {
    // mov 0x18(%rdi),%rax; mov %rax,%rbx; add $0x8,%rbx; mov (%rbx),%rcx
    CodeWindow window = window(X86, "48 8b 47 18 48 89 c3 48 83 c3 08 <48> 8b 0b");
    ValueSource.Loaded loaded = (ValueSource.Loaded) ValueSource.of(window, 3);
    assertThat(loaded.operand().displacement()).isEqualTo(0x18);
    assertThat(loaded.operand().base()).isEqualTo(7);
    assertThat(loaded.added()).isEqualTo(8);
  }

  @Test
  void resultsConstantsAndWhatCameBefore() {
    CodeWindow called = window(X86, "e8 00 00 00 00 48 89 c5 31 d2 <48> 8b 45 00");
    assertThat(ValueSource.of(called, 5)).isInstanceOf(ValueSource.Returned.class);
    assertThat(ValueSource.of(called, 2)).isInstanceOf(ValueSource.Constant.class);
    assertThat(ValueSource.of(called, 1)).isInstanceOf(ValueSource.Clobbered.class);
    assertThat(ValueSource.of(called, 12)).isEqualTo(new ValueSource.Earlier(12, 0));
  }

  @Test
  void nothingIsKnownBehindAJump() {
    // mov $1,%eax; jmp; here: mov (%rax),%rax
    CodeWindow window = window(X86, "b8 01 00 00 00 eb 10 <48> 8b 00");
    assertThat(ValueSource.of(window, 0)).isInstanceOf(ValueSource.Cut.class);
  }

  @Test
  void a64FollowsLoads() {
    // ldr x19, [x0, #24]; add x19, x19, #8; ldr x1, [x19]
    CodeWindow window = window(A64, "130c40f9 73220091 <610240f9");
    ValueSource.Loaded loaded = (ValueSource.Loaded) ValueSource.of(window, 19);
    assertThat(loaded.operand().displacement()).isEqualTo(24);
    assertThat(loaded.added()).isEqualTo(8);
  }

  @Test
  void randomBytesNeverThrow() {
    Random random = new Random(11);
    for (int i = 0; i < 30_000; i++) {
      Isa isa = List.of(X86, NARROW, A64).get(i % 3);
      byte[] bytes = new byte[random.nextInt(70)];
      random.nextBytes(bytes);
      CodeWindow window = CodeWindow.of(isa, bytes, random.nextInt(-2, 72), random.nextLong());
      assertThat(window.lines(SymbolNames.NONE)).hasSizeLessThanOrEqualTo(bytes.length + 1);
      MemoryUse.of(isa, window.at(), name -> OptionalLong.of(random.nextLong()));
      for (int register = 0; register < 32; register++) {
        assertThat(ValueSource.of(window, register)).isNotNull();
      }
    }
  }
}
