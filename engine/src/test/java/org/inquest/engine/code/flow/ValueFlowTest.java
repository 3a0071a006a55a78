package org.inquest.engine.code.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.inquest.engine.code.Isas;
import org.inquest.engine.code.SymbolNames;
import org.inquest.engine.code.x86.X86Registers;
import org.junit.jupiter.api.Test;

/// Functions of a few instructions, each with the place its value must be traced to.
class ValueFlowTest {
  private static final long BASE = 0x1000;
  private static final long CALLEE = 0x2000;
  private static final Origin FIRST = new Origin.Argument(0, 8);

  private static FunctionCode code(String... instructions) {
    byte[] bytes = HexFormat.of().parseHex(String.join("", instructions).replace(" ", ""));
    SymbolNames names =
        (address, to) -> {
          if (address == CALLEE) {
            to.append("panic");
          }
          return address == CALLEE;
        };
    return new FunctionCode(
        Isas.of(62), List.of(new FunctionCode.Piece(BASE, bytes)), names, CodeTables.NONE);
  }

  /// What a register holds when the last instruction is about to run.
  private static Traced last(int register, String... instructions) {
    FunctionCode code = code(instructions);
    long at = code.instruction(code.size() - 1).address();
    return new ValueFlow(code).before(at, Location.register(register));
  }

  @Test
  void anArgumentThatWasSavedAcrossACallIsStillTheArgument() {
    Traced traced =
        last(
            X86Registers.RBX,
            "53", // push %rbx
            "48 89 fb", // mov %rdi,%rbx
            "e8 f7 1f 00 00", // call somewhere
            "48 8b 03"); // mov (%rbx),%rax
    assertEquals(new Traced(FIRST, true, List.of()), traced);
  }

  @Test
  void aCallLeavesItsResultAndClobbersArguments() {
    String[] function = {
      "48 89 fe", // mov %rdi,%rsi
      "e8 f8 1f 00 00", // call 0x3000
      "48 89 c1", // mov %rax,%rcx
      "89 79 28" // mov %edi,0x28(%rcx)
    };
    Origin result = new Origin.Result(BASE + 3, OptionalLong.of(0x3000));
    assertEquals(result, last(X86Registers.RCX, function).origin());
    assertEquals(
        new Origin.Unknown(Origin.Why.CLOBBERED, BASE + 3),
        last(X86Registers.RDI, function).origin());
  }

  @Test
  void aChainOfMembersIsToldWithItsOffsets() {
    Traced traced =
        last(
            X86Registers.RAX,
            "48 8b 47 18", // mov 0x18(%rdi),%rax
            "48 8b 40 f8", // mov -8(%rax),%rax
            "48 8b 00"); // mov (%rax),%rax
    Origin member = new Origin.Load(FIRST, 0x18, 8, BASE);
    assertEquals(new Origin.Load(member, -8, 8, BASE + 4), traced.origin());
  }

  @Test
  void aValueIsFollowedThroughTheStackByBothPointers() {
    Traced traced =
        last(
            X86Registers.RAX,
            "55", // push %rbp
            "48 89 e5", // mov %rsp,%rbp
            "48 83 ec 20", // sub $0x20,%rsp
            "48 89 75 f0", // mov %rsi,-0x10(%rbp)
            "48 8b 44 24 10", // mov 0x10(%rsp),%rax
            "c9"); // leave
    assertEquals(new Origin.Argument(1, 8), traced.origin());
  }

  @Test
  void pushAndPopMoveValuesAndLeaveRestoresTheCallersFramePointer() {
    assertEquals(
        FIRST,
        last(
                12, "57", // push %rdi
                "50", // push %rax
                "59", // pop %rcx
                "41 5c", // pop %r12
                "c3")
            .origin());
    assertEquals(
        new Origin.CallersRegister(X86Registers.RBP),
        last(
                X86Registers.RBP,
                "55", // push %rbp
                "48 89 e5", // mov %rsp,%rbp
                "48 31 ed", // xor %rbp,%rbp
                "5d", // pop %rbp
                "c3")
            .origin());
  }

  @Test
  void clearingConstantsAndSumsAreComputed() {
    assertEquals(
        new Origin.Constant(0), last(X86Registers.RAX, "31 c0", "48 8b 00").origin()); // xor
    assertEquals(
        new Origin.Sum(FIRST, 0x38),
        last(
                X86Registers.RDX,
                "48 8d 57 40", // lea 0x40(%rdi),%rdx
                "48 83 ea 08", // sub $8,%rdx
                "48 8b 02")
            .origin());
    assertEquals(
        new Origin.Constant(BASE + 7 + 0x10),
        last(X86Registers.RAX, "48 8d 05 10 00 00 00", "48 8b 00").origin()); // lea 0x10(%rip),%rax
  }

  @Test
  void cmovAndJoinedPathsHaveBothOrigins() {
    Origin both = new Origin.Merged(List.of(FIRST, new Origin.Argument(1, 8)));
    Traced moved =
        last(
            X86Registers.RDI,
            "48 39 d1", // cmp %rdx,%rcx
            "48 0f 44 fe", // cmove %rsi,%rdi
            "48 8b 07");
    assertEquals(2, ((Origin.Merged) moved.origin()).of().size());
    Traced joined =
        last(
            X86Registers.RAX,
            "48 89 f0", // mov %rsi,%rax
            "85 d2", // test %edx,%edx
            "74 03", // je over
            "48 89 f8", // mov %rdi,%rax
            "48 8b 00"); // over: mov (%rax),%rax
    assertEquals(
        java.util.Set.copyOf(((Origin.Merged) both).of()),
        java.util.Set.copyOf(((Origin.Merged) joined.origin()).of()));
  }

  @Test
  void comparisonsOnTheWayAreSeenAndThoseOfOthersAreNot() {
    Traced tested =
        last(
            X86Registers.RBX,
            "e8 fb 1f 00 00", // call 0x3000
            "48 89 c3", // mov %rax,%rbx
            "48 85 c0", // test %rax,%rax: of the copy, not of what is asked for
            "48 85 db", // test %rbx,%rbx
            "74 03", // je
            "48 8b 03",
            "c3");
    assertEquals(List.of(new Traced.Test(BASE + 11, 0)), tested.tests());
    Traced checked =
        last(
            X86Registers.RAX,
            "e8 fb 1f 00 00", // call 0x3000
            "48 3d 00 f0 ff ff", // cmp $-4096,%rax: IS_ERR()
            "77 03", // ja
            "48 8b 00",
            "c3");
    assertTrue(checked.tests().getFirst().ofError());
    assertFalse(tested.tests().getFirst().ofError());
  }

  @Test
  void aLoopOverAListIsUnknownBecauseOfTheLoop() {
    Traced traced =
        last(
            X86Registers.RDI,
            "48 8b 3f", // loop: mov (%rdi),%rdi
            "48 85 ff", // test %rdi,%rdi
            "75 f8", // jne loop
            "c3");
    assertTrue(traced.origin().toString().contains("LOOP"), traced.origin().toString());
  }

  @Test
  void aSlotWhoseAddressWasHandedOutMayHaveChanged() {
    Traced traced =
        last(
            X86Registers.RAX,
            "48 83 ec 10", // sub $0x10,%rsp
            "48 89 74 24 08", // mov %rsi,8(%rsp)
            "48 8d 7c 24 08", // lea 8(%rsp),%rdi
            "e8 ed 1f 00 00", // call 0x3000
            "48 8b 44 24 08", // mov 8(%rsp),%rax
            "c3");
    assertEquals(new Origin.Unknown(Origin.Why.ESCAPED, BASE + 14), traced.origin());
  }

  @Test
  void whatIsExchangedOrMultipliedIsUnknown() {
    assertInstanceOf(
        Origin.Unknown.class, last(X86Registers.RAX, "48 87 07", "c3").origin()); // xchg (%rdi)
    assertInstanceOf(
        Origin.Unknown.class,
        last(X86Registers.RAX, "f0 48 0f b1 37", "c3").origin()); // lock cmpxchg %rsi,(%rdi)
    assertInstanceOf(
        Origin.Unknown.class, last(X86Registers.RAX, "48 6b c7 18", "c3").origin()); // imul
  }

  @Test
  void nothingFollowsAFunctionThatNeverReturns() {
    Traced traced =
        last(
            X86Registers.RDI,
            "48 85 ff", // test %rdi,%rdi
            "75 05", // jne over
            "e8 f6 0f 00 00", // call panic
            "48 8b 07"); // over: mov (%rdi),%rax
    assertEquals(FIRST, traced.origin());
  }

  @Test
  void stackArgumentsAndResultsAreFound() {
    assertEquals(
        new Origin.Argument(6, 8), last(X86Registers.RAX, "48 8b 44 24 08", "c3").origin());
    Origin returned =
        new ValueFlow(
                code(
                    "48 85 ff", // test %rdi,%rdi
                    "74 05", // je null
                    "e9 f6 1f 00 00", // jmp 0x3000, a tail call
                    "31 c0", // null: xor %eax,%eax
                    "c3"))
            .returned();
    assertEquals(
        java.util.Set.of(
            new Origin.Result(BASE + 5, OptionalLong.of(0x3000)), new Origin.Constant(0)),
        java.util.Set.copyOf(((Origin.Merged) returned).of()));
  }

  @Test
  void jumpTablesAreFollowed() {
    byte[] bytes =
        HexFormat.of()
            .parseHex(
                ("48 89 f8" // mov %rdi,%rax
                        + "ff 24 f5 00 50 00 00" // jmp *0x5000(,%rsi,8)
                        + "48 89 d0" // case 0: mov %rdx,%rax
                        + "c3") // case 1
                    .replace(" ", ""));
    CodeTables table =
        address ->
            address == 0x5000
                ? OptionalLong.of(BASE + 10)
                : address == 0x5008 ? OptionalLong.of(BASE + 13) : OptionalLong.empty();
    FunctionCode code =
        new FunctionCode(
            Isas.of(62), List.of(new FunctionCode.Piece(BASE, bytes)), SymbolNames.NONE, table);
    assertTrue(code.complete());
    Traced traced = new ValueFlow(code).before(BASE + 13, Location.register(X86Registers.RAX));
    assertEquals(
        java.util.Set.of(FIRST, new Origin.Argument(2, 8)),
        java.util.Set.copyOf(((Origin.Merged) traced.origin()).of()));
  }

  /// A function with a trap and a place to go on at after a fault.
  private static Traced withTables(CodeTables tables) {
    byte[] bytes =
        HexFormat.of()
            .parseHex(
                ("48 89 f8" // mov %rdi,%rax
                        + "85 f6" // test %esi,%esi
                        + "74 05" // je to the end
                        + "48 89 d0" // mov %rdx,%rax
                        + "0f 0b" // ud2
                        + "c3") // end: ret
                    .replace(" ", ""));
    FunctionCode code =
        new FunctionCode(
            Isas.of(62), List.of(new FunctionCode.Piece(BASE, bytes)), SymbolNames.NONE, tables);
    return new ValueFlow(code).before(BASE + 12, Location.register(X86Registers.RAX));
  }

  @Test
  void nothingGoesOnBehindABug() {
    Origin third = new Origin.Argument(2, 8);
    Traced warned = withTables(CodeTables.NONE);
    assertEquals(
        java.util.Set.of(FIRST, third),
        java.util.Set.copyOf(((Origin.Merged) warned.origin()).of()));
    assertTrue(warned.proven());
    Traced bug =
        withTables(
            new CodeTables() {
              @Override
              public OptionalLong word(long address) {
                return OptionalLong.empty();
              }

              @Override
              public boolean endless(long trap) {
                return trap == BASE + 10;
              }
            });
    assertEquals(FIRST, bug.origin());
  }

  @Test
  void whereAFaultGoesOnNothingIsCertain() {
    Traced traced =
        withTables(
            new CodeTables() {
              @Override
              public OptionalLong word(long address) {
                return OptionalLong.empty();
              }

              @Override
              public OptionalLong fixup(long instruction) {
                return instruction == BASE ? OptionalLong.of(BASE + 12) : OptionalLong.empty();
              }
            });
    assertFalse(traced.proven());
  }

  @Test
  void randomBytesGiveAnAnswerForEachRegisterAndSlot() {
    Random random = new Random(4);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[400];
      random.nextBytes(bytes);
      FunctionCode code =
          new FunctionCode(
              Isas.of(62),
              List.of(new FunctionCode.Piece(BASE, bytes)),
              SymbolNames.NONE,
              CodeTables.NONE);
      ValueFlow flow = new ValueFlow(code);
      for (int at = 0; at < code.size(); at += 7) {
        long address = code.instruction(at).address();
        flow.before(address, Location.register(random.nextInt(16)));
        flow.before(address, Location.slot(random.nextInt(64) - 48));
        flow.slots(at);
      }
      assertTrue(code.blocks().length <= code.size());
    }
  }
}
