package org.inquest.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.function.BiPredicate;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.engine.testkit.EditedDump;
import org.inquest.formats.testkit.SharedDumps;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the kernel makes of code that it patches in, and what it does not.
class PatchedCodeTest {
  private static Target target;
  private static PatchedCode code;
  private static long there;

  @BeforeAll
  static void open() {
    target = TargetOpener.open(List.of(EditedDump.sample()));
    Isa isa = CodeImages.of(target).isa();
    code = new PatchedCode(target, isa.decoder(), isa.registers(), 64 << 20);
    there = target.symbols().address("schedule");
  }

  @AfterAll
  static void close() {
    target.close();
  }

  private static boolean matches(String form, String found) {
    HexFormat hex = HexFormat.of();
    return code.matches(hex.parseHex(form), there + 4096, hex.parseHex(found), there);
  }

  @ParameterizedTest
  @CsvSource({
    "0faee8, 0faee8, the same",
    "0faee8909090, 0faee80f1f00, one nop of three bytes",
    "909090909090, 660f1f440000, nops only",
    "9090, 6690, xchg of a register with itself",
    "90909090909090909090, eb080f1f840000000000, a jump over nops",
    "90909090909090909090, eb08cccccccccccccccc, a jump over traps",
    "4831c0, 4831c0660f1f440000, filled up with nops",
    "e80100000000cc, e80100000000cc, a call within",
    "48c7c000200081, 48c7c000200085, an address moved with the kernel",
  })
  void formsOfTheSame(String form, String found, String how) {
    assertThat(matches(form, found)).as(how).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0faee8, 0faef0, mfence for lfence",
    "0faee8909090, 909090909090, nothing instead",
    "90909090, 0faee890, something instead of nothing",
    "4831c0, 4831c8, another register",
    "4831c0, 31c090, another width",
    "f00fb10f, 0fb10f90, no lock",
    "90909090909090909090, eb090f1f840000000000, a jump out of the place",
    "48c7c000200081, 48c7c001200085, another number",
  })
  void whatIsNotTheSame(String form, String found, String how) {
    assertThat(matches(form, found)).as(how).isFalse();
  }

  /// `call` or `jmp` of a symbol, as it stands in the form.
  private static String to(String opcode, String symbol) {
    return relative(opcode, target.symbols().address(symbol), there + 4096);
  }

  private static String relative(String opcode, long address, long from) {
    int distance = (int) (address - from - 5);
    return opcode + HexFormat.of().toHexDigits(Integer.reverseBytes(distance));
  }

  @Test
  void callsKeepTheirTarget() {
    long kfree = target.symbols().address("kfree");
    assertThat(matches(to("e8", "kfree"), relative("e8", kfree, there))).isTrue();
    assertThat(matches(to("e8", "kfree"), to("e8", "kfree"))).as("same bytes").isFalse();
    assertThat(matches(to("e8", "kfree"), relative("e9", kfree, there))).as("jmp").isFalse();
    assertThat(matches(to("e8", "kfree"), relative("e8", kfree + 1, there))).isFalse();
  }

  /// The sample's kernel has none.
  @Test
  void retpolinesBecomeTheRegister() {
    try (Target debian = TargetOpener.open(List.of(SharedDumps.dump("61-null.kdump")))) {
      Isa isa = CodeImages.of(debian).isa();
      PatchedCode debians = new PatchedCode(debian, isa.decoder(), isa.registers(), 0);
      long thunk = debian.symbols().address("__x86_indirect_thunk_rbx");
      long at = debian.symbols().address("schedule");
      BiPredicate<String, String> becomes =
          (opcode, found) ->
              debians.matches(
                  HexFormat.of().parseHex(relative(opcode, thunk, at)),
                  at,
                  HexFormat.of().parseHex(found),
                  at);
      assertThat(becomes.test("e8", "ffd30f1f00")).as("call *%rbx").isTrue();
      assertThat(becomes.test("e8", "0faee8ffd3")).as("lfence; call *%rbx").isTrue();
      assertThat(becomes.test("e8", "ffd10f1f00")).as("call *%rcx").isFalse();
      assertThat(becomes.test("e8", "ffe30f1f00")).as("jmp *%rbx").isFalse();
      assertThat(becomes.test("e9", "ffe3cccccc")).as("jmp *%rbx").isTrue();
    }
  }

  @Test
  void returnThunksBecomeReturns() {
    assertThat(matches(to("e9", "__x86_return_thunk"), "c3cccccccc")).isTrue();
    assertThat(matches(to("e9", "__x86_return_thunk"), "c3cc0fcccc")).isFalse();
    assertThat(matches(to("e9", "kfree"), "c3cccccccc")).isFalse();
  }
}
