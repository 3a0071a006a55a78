package org.inquest.engine.debug.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.arch.Architectures;
import org.inquest.engine.code.flow.FrameValues;
import org.inquest.engine.debug.frame.FrameVariable.Value;
import org.inquest.engine.testkit.FakeMemory;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Registers;
import org.inquest.formats.testkit.DwarfSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The stack of `frames.c`: `_start` has called `callee`, which has called `sink`, at whose first
/// instruction the machine stands.
class FrameVariablesTest {
  private static final long STACK = 0xffff_c900_0000_1000L;
  private static final long LOADED = 0x1000_0000;
  private static final long SINK = 0x400150;
  private static final long IN_LOOP = 0x4001af;
  private static final long AFTER_TWICE = 0x400194;
  private static final long IN_START = 0x4001fb;
  private static final long CALLEE = 0x400170;

  private final FakeMemory memory = new FakeMemory();
  private OptionalLong called = OptionalLong.of(LOADED + CALLEE);

  private final MachineCode code =
      new MachineCode() {
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

  private FrameVariables stack(String sample, long inCallee) {
    ByteBuffer words = memory.region(STACK, 64);
    words.putLong(0, LOADED + inCallee);
    words.putLong(8, 0x1b).putLong(16, 0x1bb).putLong(24, 0x12); // rbx, rbp, r12 of _start
    words.putLong(32, LOADED + IN_START);
    words.putLong(40, 11).putInt(48, 3); // struct pair here
    List<Frame> frames = new ArrayList<>();
    Registers registers =
        new Registers(
            List.of("rbx", "rbp", "r12", "rip", "rsp", "rdi"),
            new long[] {1000, 5, 7, LOADED + SINK, STACK, 999},
            0b111111,
            3,
            4,
            false);
    frames.add(
        new Frame(LOADED + SINK, STACK, 0, Frame.Origin.REGISTERS, true, Optional.of(registers)));
    frames.add(called(inCallee, STACK));
    frames.add(called(IN_START, STACK + 32));
    List<String> gaps = new ArrayList<>();
    DebugObject object =
        new DebugObject(DwarfSamples.open(sample), section -> 0, LOADED, gaps::add);
    return new FrameVariables(
        memory,
        Architectures.of(62).dwarfRegisters(),
        address -> Optional.of(object),
        code,
        frames);
  }

  private static Frame called(long pc, long slot) {
    return new Frame(
        LOADED + pc, slot + 8, slot, Frame.Origin.UNWIND_TABLE, false, Optional.empty());
  }

  /// Name to number, or to the kind of what is not known.
  private static Map<String, Object> shown(FrameScope scope) {
    Map<String, Object> shown = new HashMap<>();
    for (FrameVariable variable : scope.variables()) {
      shown.put(
          variable.name(),
          switch (variable.value()) {
            case Value.Known known ->
                variable.type().scalar() == null
                    ? known.object().member("one").asLong()
                    : known.object().asLong();
            case Value.OptimisedOut _, Value.NotInDump _, Value.Unknown _ ->
                variable.value().getClass().getSimpleName();
          });
    }
    return shown;
  }

  @ParameterizedTest
  @ValueSource(strings = {"frames4.elf", "frames5.elf"})
  void registersEntryValuesAndMemory(String sample) {
    FrameVariables variables = stack(sample, IN_LOOP);
    List<FrameScope> scopes = variables.at(1);
    assertThat(scopes).hasSize(1);
    assertThat(scopes.getFirst().function()).isEqualTo("callee");
    assertThat(shown(scopes.getFirst()))
        .isEqualTo(
            Map.of("pair", STACK + 40, "index", 7L, "unused", 43L, "sum", 1000L, "round", 4L));
    assertThat(scopes.getFirst().variables().getFirst().type().name()).isEqualTo("struct pair *");
    assertThat(shown(variables.at(2).getFirst())).isEqualTo(Map.of("here", 11L));
    assertThat(shown(variables.at(0).getFirst())).isEqualTo(Map.of("value", 999L));
    assertThat(scopes.getFirst().variables())
        .extracting(FrameVariable::argument)
        .containsExactly(1, 2, 3, 0, 0);
    assertThat(variables.gaps()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"frames4.elf", "frames5.elf"})
  void inlinedFunctionsHaveTheirOwn(String sample) {
    List<FrameScope> scopes = stack(sample, AFTER_TWICE).at(1);
    assertThat(scopes).extracting(FrameScope::function).containsExactly("twice", "callee");
    assertThat(scopes).extracting(FrameScope::inlined).containsExactly(true, false);
    assertThat(shown(scopes.get(0))).isEqualTo(Map.of("number", 7L, "result", 5L));
    assertThat(shown(scopes.get(1)))
        .containsEntry("sum", "OptimisedOut")
        .containsEntry("index", 7L)
        .doesNotContainKey("round");
  }

  @Test
  void whatATailCallPassedIsNotTakenForItsCallersArgument() {
    called = OptionalLong.of(LOADED + SINK); // which then jumped to callee
    assertThat(shown(stack("frames5.elf", IN_LOOP).at(1).getFirst()))
        .containsEntry("pair", "Unknown")
        .containsEntry("index", 7L);
  }

  @Test
  void aCallThroughAPointerIsOnlyLikely() {
    called = OptionalLong.empty();
    FrameVariable pair = stack("frames5.elf", IN_LOOP).at(1).getFirst().variables().getFirst();
    assertThat(pair.value())
        .isInstanceOfSatisfying(Value.Known.class, known -> assertThat(known.sure()).isFalse());
  }
}
