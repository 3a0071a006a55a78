package org.inquest.engine.debug.frame;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.inquest.engine.arch.Architectures;
import org.inquest.engine.code.flow.FrameValues;
import org.inquest.engine.testkit.FakeMemory;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Registers;
import org.inquest.formats.elf.ElfFile;

/// The stack of `frames.c`: `_start` has called `callee`, which has called `sink`, at whose first
/// instruction the machine stands.
final class SampleStack {
  static final long STACK = 0xffff_c900_0000_1000L;
  static final long LOADED = 0x1000_0000;
  static final long SINK = 0x400150;
  static final long CALLEE = 0x400170;
  static final long IN_LOOP = 0x4001af;
  static final long AFTER_TWICE = 0x400194;
  static final long IN_START = 0x4001fb;

  private SampleStack() {}

  /// @param inCallee where `callee` goes on
  /// @param called what the call instruction in `_start` calls
  /// @param gaps told of what makes no sense
  static FrameVariables of(
      ElfFile file, long inCallee, OptionalLong called, Consumer<String> gaps) {
    FakeMemory memory = new FakeMemory();
    ByteBuffer words = memory.region(STACK, 64);
    words.putLong(0, LOADED + inCallee);
    words.putLong(8, 0x1b).putLong(16, 0x1bb).putLong(24, 0x12); // rbx, rbp, r12 of _start
    words.putLong(32, LOADED + IN_START);
    words.putLong(40, 11).putInt(48, 3); // struct pair here
    Registers registers =
        new Registers(
            List.of("rbx", "rbp", "r12", "rip", "rsp", "rdi"),
            new long[] {1000, 5, 7, LOADED + SINK, STACK, 999},
            0b111111,
            3,
            4,
            false);
    List<Frame> frames =
        List.of(
            new Frame(
                LOADED + SINK, STACK, 0, Frame.Origin.REGISTERS, true, Optional.of(registers)),
            called(inCallee, STACK),
            called(IN_START, STACK + 32));
    DebugObject object = new DebugObject(file, section -> 0, LOADED, gaps);
    return new FrameVariables(
        memory,
        Architectures.of(62).dwarfRegisters(),
        address -> Optional.of(object),
        code(called),
        frames);
  }

  private static Frame called(long pc, long slot) {
    return new Frame(
        LOADED + pc, slot + 8, slot, Frame.Origin.UNWIND_TABLE, false, Optional.empty());
  }

  private static MachineCode code(OptionalLong called) {
    return new MachineCode() {
      @Override
      public Optional<FrameValues.Value> register(int level, String name) {
        return Optional.empty();
      }

      @Override
      public Optional<FrameValues.Value> argument(int level, int index) {
        return Optional.empty();
      }

      @Override
      public OptionalLong callee(int level) {
        return level == 2 ? called : OptionalLong.empty();
      }
    };
  }
}
