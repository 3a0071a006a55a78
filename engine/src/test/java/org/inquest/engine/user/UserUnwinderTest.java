package org.inquest.engine.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.inquest.engine.arch.Architectures;
import org.inquest.engine.arch.UserStacks;
import org.inquest.engine.testkit.FakeMemory;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Registers;
import org.inquest.engine.unwind.Stack;
import org.inquest.engine.unwind.Stack.End;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.testkit.ElfObject;
import org.inquest.formats.testkit.FrameSections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UserUnwinderTest {
  private static final UserStacks MACHINE = Architectures.of(62).userStacks().orElseThrow();

  /// Where the program lies: it was linked for 0x1000.
  private static final long TEXT = 0x55_5555_1000L;

  private static final long STACK = 0x7ffd_0000L;

  // Functions, by their offset in the text.
  private static final int START = 0x00;
  private static final int MAIN = 0x20;
  private static final int WORK = 0x40;
  private static final int HANDLER = 0x60;
  private static final int RESTORER = 0x80;
  private static final int KEEPS_FRAME = 0xa0;
  private static final int BARE = 0xc0;
  private static final int BY_EXPRESSION = 0xe0;

  /// `call` before each place that is returned to.
  private static byte[] text() {
    byte[] text = new byte[0x200];
    for (int at = 0; at < text.length; at += 0x20) {
      text[at + 0x0b] = (byte) 0xe8;
    }
    byte[] prologue = {0x55, 0x48, (byte) 0x89, (byte) 0xe5};
    System.arraycopy(prologue, 0, text, KEEPS_FRAME, prologue.length);
    byte[] sigreturn = {0x48, (byte) 0xc7, (byte) 0xc0, 0x0f, 0, 0, 0, 0x0f, 0x05};
    System.arraycopy(sigreturn, 0, text, 0x180, sigreturn.length);
    return text;
  }

  /// Behind the call of a function.
  private static long after(int function) {
    return TEXT + function + 0x10;
  }

  private static FrameSections frames() {
    return new FrameSections(0x3000)
        .common("zR")
        .function(0x1000 + START, 0x20, "0710") // no return address
        .function(0x1000 + MAIN, 0x20, "0e20") // rsp + 32
        .function(0x1000 + WORK, 0x20, "0e18 8303") // rsp + 24, rbx at -24
        .function(0x1000 + HANDLER, 0x20, "0d06 0e10 8602") // rbp + 16
        .function(0x1000 + BY_EXPRESSION, 0x20, "0f02 7708") // rsp + 8, as that of a stub
        .common("zRS")
        // What the kernel saved: rsp at 160, rip at 168 bytes above the stack pointer.
        .function(0x1000 + RESTORER - 1, 0x20, "0f0477a00106 10100377a801");
  }

  private static Program program(FrameSections frames) {
    byte[] file =
        new ElfObject(3, 62)
            .text(".text", 0x1000, text())
            .readOnly(".eh_frame_hdr", 0x2000, frames.header(0x2000))
            .readOnly(".eh_frame", 0x3000, frames.frames())
            .symbol("keeps", 2, 1, 0x1000 + KEEPS_FRAME, 0x20)
            .symbol("bare", 2, 1, 0x1000 + BARE, 0x20)
            .loaded()
            .bytes();
    return new Program("program", List.of(ElfFile.read(new Bytes("program", file))));
  }

  /// The program, and a stack.
  private record Space(Optional<Program> program) implements ProgramSpace {
    @Override
    public Optional<Mapping> mapping(long address) {
      // The text begins 64 bytes into the file.
      Mapping code = new Mapping(TEXT, TEXT + 0x200, true, 64, 1, "/bin/program");
      Mapping stack = new Mapping(STACK, STACK + 0x10000, false, 0, 0, "[stack]");
      return List.of(code, stack).stream().filter(m -> m.contains(address)).findFirst();
    }

    @Override
    public Found program(Mapping mapping) {
      return program
          .<Found>map(Found.Here::new)
          .orElseGet(() -> new Found.Missing("it was left at home"));
    }
  }

  private static Registers registers(long pc, long sp, long bp) {
    List<String> names = List.of("rip", "rsp", "rbp", "rbx", "cs");
    return new Registers(names, new long[] {pc, sp, bp, 0x77, 0x33}, -1, 0, 1, true);
  }

  private static Stack walk(FakeMemory memory, Registers start) {
    return new UserUnwinder(MACHINE, memory::read, new Space(Optional.of(program(frames()))))
        .unwind(start);
  }

  private static List<String> shown(Stack stack) {
    List<String> out = new ArrayList<>();
    for (Frame frame : stack.frames()) {
      out.add(Long.toHexString(frame.pc() - TEXT) + " " + frame.origin());
    }
    return out;
  }

  /// `work` called by `main`, called by `start`.
  private static FakeMemory calls() {
    return new FakeMemory()
        .put(TEXT, text())
        .word(STACK, 0x1234) // rbx
        .word(STACK + 8, 0)
        .word(STACK + 0x10, after(MAIN))
        .word(STACK + 0x30, after(START));
  }

  @Test
  void callFrameInformationLeadsToTheFirstFunction() {
    Stack stack = walk(calls(), registers(TEXT + WORK + 4, STACK, 0));
    assertThat(shown(stack)).containsExactly("44 REGISTERS", "30 UNWIND_TABLE", "10 UNWIND_TABLE");
    assertThat(stack.frames().get(1).sp()).isEqualTo(STACK + 0x18);
    assertThat(stack.frames().get(1).returnSlot()).isEqualTo(STACK + 0x10);
    assertThat(stack.frames().get(1).exact()).isFalse();
    assertThat(stack.end()).isEqualTo(End.BOTTOM);
    assertThat(stack.complete()).isTrue();
  }

  @Test
  void theFramesAddressMayBeComputed() {
    FakeMemory memory = calls().word(STACK - 8, after(WORK));
    Stack stack = walk(memory, registers(TEXT + BY_EXPRESSION, STACK - 8, 0));
    assertThat(shown(stack))
        .containsExactly("e0 REGISTERS", "50 UNWIND_TABLE", "30 UNWIND_TABLE", "10 UNWIND_TABLE");
  }

  @Test
  void aHandlerIsLeftThroughWhatTheKernelSaved() {
    // A C library says so in its call frame information, others have but the code itself.
    for (int restorer : new int[] {RESTORER, 0x180}) {
      long frame = STACK - 0x800;
      FakeMemory memory = calls().word(frame, 0).word(frame + 8, TEXT + restorer);
      memory
          .region(frame + 0x10, 0x200)
          .putLong(40 + 15 * 8, STACK)
          .putLong(40 + 16 * 8, TEXT + WORK); // interrupted at its first instruction
      Stack stack = walk(memory, registers(TEXT + HANDLER + 8, frame - 0x20, frame));
      assertThat(shown(stack))
          .containsExactly(
              "68 REGISTERS",
              Integer.toHexString(restorer) + " UNWIND_TABLE",
              "40 SIGNAL",
              "30 UNWIND_TABLE",
              "10 UNWIND_TABLE");
      assertThat(stack.frames().get(2).exact()).isTrue();
      assertThat(stack.frames().get(2).sp()).isEqualTo(STACK);
      assertThat(stack.end()).isEqualTo(End.BOTTOM);
    }
  }

  @Test
  void aCallOfNothingLeavesItsReturnAddress() {
    FakeMemory memory = calls().word(STACK - 8, after(WORK));
    Stack stack = walk(memory, registers(0, STACK - 8, 0));
    assertThat(stack.frames().get(1).pc()).isEqualTo(after(WORK));
    assertThat(stack.frames().get(1).guess()).isTrue();
    assertThat(stack.end()).isEqualTo(End.BOTTOM);
  }

  @Test
  void withoutCallFrameInformationAFramePointerLeadsOn() {
    FakeMemory memory =
        calls()
            .word(STACK - 0x20, STACK + 0x100)
            .word(STACK - 0x18, after(WORK))
            .word(STACK - 8, 1);
    Stack stack = walk(memory, registers(TEXT + KEEPS_FRAME + 8, STACK - 0x40, STACK - 0x20));
    assertThat(shown(stack).get(1)).isEqualTo("50 FRAME_POINTER");
    assertThat(stack.frames().get(1).sp()).isEqualTo(STACK - 0x10);
  }

  @Test
  void elseAReturnAddressIsSearchedFor() {
    FakeMemory memory = calls();
    memory.region(STACK - 0x100, 0x100).putLong(0, TEXT + MAIN + 3).putLong(0xf8, after(WORK));
    Stack stack = walk(memory, registers(TEXT + BARE + 8, STACK - 0x100, 0));
    assertThat(shown(stack).get(1)).isEqualTo("50 GUESS");
    assertThat(stack.end()).isEqualTo(End.BOTTOM);
  }

  @Test
  void aMissingProgramAndAMissingPageAreTold() {
    UserUnwinder nothing =
        new UserUnwinder(MACHINE, new FakeMemory()::read, new Space(Optional.empty()));
    Stack lost = nothing.unwind(registers(TEXT + WORK, STACK, 0));
    assertThat(lost.end()).isEqualTo(End.LOST);
    assertThat(lost.detail()).contains("/bin/program", "it was left at home");

    Stack faulted = walk(new FakeMemory().put(TEXT, text()), registers(TEXT + WORK, STACK, 0));
    assertThat(faulted.end()).isEqualTo(End.FAULT);
    assertThat(faulted.detail()).contains("7ffd0010");

    Stack away = walk(calls().word(STACK + 0x30, 0x1234), registers(TEXT + WORK, STACK, 0));
    assertThat(away.end()).isEqualTo(End.LOST);
    assertThat(away.detail()).contains("0x1234");
  }

  @Test
  void programsOf32BitsAreTold() {
    Registers start =
        new Registers(List.of("rip", "rsp", "cs"), new long[] {TEXT, STACK, 0x23}, 7, 0, 1, true);
    Stack stack = walk(calls(), start);
    assertThat(stack.frames()).hasSize(1);
    assertThat(stack.detail()).contains("32 bits");
  }

  @Test
  void everyWalkEnds() {
    // A frame that leads to itself, and a stack of nothing but calls.
    FrameSections loop =
        new FrameSections(0x3000).common("zR").function(0x1000 + WORK, 0x20, "1407 00 140700");
    FakeMemory memory = new FakeMemory().put(TEXT, text());
    java.nio.ByteBuffer stack = memory.region(STACK, 0x10000);
    for (int i = 0; i < 0x10000; i += 8) {
      stack.putLong(i, after(WORK));
    }
    ProgramSpace looping = new Space(Optional.of(program(loop)));
    Stack looped =
        new UserUnwinder(MACHINE, memory::read, looping).unwind(registers(TEXT + WORK, STACK, 0));
    assertThat(looped.frames()).hasSizeLessThanOrEqualTo(2048);
    assertThat(looped.complete()).isFalse();
    Stack deep = walk(memory, registers(TEXT + WORK, STACK, 0));
    assertThat(deep.end()).isEqualTo(End.LIMIT);
    assertThat(deep.frames()).hasSize(2048);
    assertThat(deep.detail()).contains("2048");
  }

  @Test
  void hostileCallFrameInformationEnds() {
    byte[] good = frames().frames();
    Random random = new Random(11);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = good.clone();
      for (int changes = 0; changes < 4; changes++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      byte[] file =
          new ElfObject(3, 62)
              .text(".text", 0x1000, text())
              .readOnly(".eh_frame_hdr", 0x2000, frames().header(0x2000))
              .readOnly(".eh_frame", 0x3000, bytes)
              .loaded()
              .bytes();
      Program program = new Program("hostile", List.of(ElfFile.read(new Bytes("hostile", file))));
      Stack stack =
          new UserUnwinder(MACHINE, calls()::read, new Space(Optional.of(program)))
              .unwind(registers(TEXT + WORK, STACK, 0));
      assertThat(stack.frames()).isNotEmpty();
    }
  }
}
