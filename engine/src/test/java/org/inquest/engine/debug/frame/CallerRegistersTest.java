package org.inquest.engine.debug.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.arch.Architectures;
import org.inquest.engine.code.flow.FrameValues;
import org.inquest.engine.testkit.FakeMemory;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Registers;
import org.inquest.formats.dwarf.location.Missing;
import org.inquest.formats.dwarf.location.Word;
import org.inquest.formats.testkit.DwarfSamples;
import org.junit.jupiter.api.Test;

class CallerRegistersTest {
  private static final int RBX = 3;
  private static final int RDI = 5;
  private static final int RBP = 6;
  private static final int RSP = 7;
  private static final int R12 = 12;
  private static final int R13 = 13;
  private static final long STACK = 0xffff_c900_0000_1000L;

  private static final MachineCode CODE =
      new MachineCode() {
        @Override
        public Optional<FrameValues.Value> register(int level, String name) {
          return level == 0 && name.equals("rbx")
              ? Optional.of(new FrameValues.Value(77, 8, "in rbx", false))
              : Optional.empty();
        }

        @Override
        public Optional<FrameValues.Value> argument(int level, int index) {
          return Optional.empty();
        }

        @Override
        public OptionalLong callee(int level) {
          return OptionalLong.empty();
        }
      };

  /// In `callee` of `frames.c` behind its pushes, called by `_start`.
  private static CallerRegisters registers(boolean exact, long returnsTo) {
    FakeMemory memory = new FakeMemory().word(STACK, 0x1b).word(STACK + 8, 0x1bb);
    DebugObject object =
        new DebugObject(DwarfSamples.open("frames5.elf"), section -> 0, 0, gap -> {});
    Registers saved =
        new Registers(
            List.of("r13", "rip", "rsp"), new long[] {13, 0x400184, STACK}, 0b111, 1, 2, false);
    List<Frame> frames =
        List.of(
            new Frame(
                0x400184,
                STACK,
                0,
                Frame.Origin.REGISTERS,
                exact,
                exact ? Optional.of(saved) : Optional.empty()),
            new Frame(
                0x4001fb,
                returnsTo,
                returnsTo - 8,
                Frame.Origin.UNWIND_TABLE,
                false,
                Optional.empty()));
    return new CallerRegisters(
        frames,
        address -> Optional.of(object),
        Architectures.of(62).dwarfRegisters().orElseThrow(),
        memory,
        CODE);
  }

  @Test
  void savedRegistersAreRead() {
    CallerRegisters registers = registers(true, STACK + 32);
    assertThat(registers.register(1, RBX).word()).isEqualTo(Word.of(0x1b));
    assertThat(registers.register(1, RBX).place()).isEqualTo("rbx saved at 0xffffc90000001000");
    assertThat(registers.register(1, RBP).word()).isEqualTo(Word.of(0x1bb));
    assertThat(registers.register(1, R13).word()).isEqualTo(Word.of(13));
    assertThat(registers.register(1, RSP).word()).isEqualTo(Word.of(STACK + 32));
    assertThat(registers.frameAddress(0)).isEqualTo(Word.of(STACK + 32));
    assertThat(registers.frameAddress(1)).isEqualTo(Word.of(STACK + 64));
  }

  @Test
  void whatIsGoneSaysWhy() {
    CallerRegisters registers = registers(true, STACK + 32);
    assertThat(why(registers, 1, RDI))
        .isEqualTo("rdi: functions called since may have overwritten it");
    assertThat(why(registers, 0, RDI))
        .isEqualTo("rdi: what interrupted the function did not save it");
    assertThat(registers.register(1, R12).word())
        .isInstanceOfSatisfying(
            Word.Unknown.class, u -> assertThat(u.why()).isInstanceOf(Missing.Memory.class));
  }

  @Test
  void theMachineCodeTellsWhatNothingElseDoes() {
    CallerRegisters registers = registers(false, STACK + 32);
    assertThat(registers.register(0, RBX)).isEqualTo(new Recovered(Word.of(77), "in rbx", false));
    assertThat(why(registers, 0, RDI)).contains("a switched-out task");
  }

  @Test
  void aStackThatWasSwitchedIsTheWalks() {
    CallerRegisters registers = registers(true, STACK + 64);
    assertThat(registers.frameAddress(0)).isEqualTo(Word.of(STACK + 64));
    assertThat(why(registers, 0, RSP)).isEqualTo("rsp: the function switched stacks");
  }

  private static String why(CallerRegisters registers, int level, int number) {
    return registers.register(level, number).word() instanceof Word.Unknown unknown
        ? unknown.why().words()
        : "it is known";
  }
}
