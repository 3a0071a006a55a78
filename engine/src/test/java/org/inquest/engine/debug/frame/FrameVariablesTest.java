package org.inquest.engine.debug.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.inquest.engine.debug.frame.FrameVariable.Value;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.testkit.DwarfSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameVariablesTest {
  private final List<String> gaps = new ArrayList<>();
  private OptionalLong called = OptionalLong.of(SampleStack.LOADED + SampleStack.CALLEE);

  private FrameVariables stack(String sample, long inCallee) {
    return SampleStack.of(DwarfSamples.open(sample), inCallee, called, gaps::add);
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
    FrameVariables variables = stack(sample, SampleStack.IN_LOOP);
    List<FrameScope> scopes = variables.at(1);
    assertThat(scopes).hasSize(1);
    assertThat(scopes.getFirst().function()).isEqualTo("callee");
    assertThat(shown(scopes.getFirst()))
        .isEqualTo(
            Map.of(
                "pair",
                SampleStack.STACK + 40,
                "index",
                7L,
                "unused",
                43L,
                "sum",
                1000L,
                "round",
                4L));
    assertThat(scopes.getFirst().variables().getFirst().type().name()).isEqualTo("struct pair *");
    assertThat(shown(variables.at(2).getFirst())).isEqualTo(Map.of("here", 11L));
    assertThat(shown(variables.at(0).getFirst())).isEqualTo(Map.of("value", 999L));
    assertThat(scopes.getFirst().variables())
        .extracting(FrameVariable::argument)
        .containsExactly(1, 2, 3, 0, 0);
    assertThat(gaps).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"split4.elf", "split5.elf"})
  void entriesMayBeInAnotherFile(String sample, @TempDir Path folder) throws IOException {
    String split = sample + "-frames.dwo";
    Files.write(folder.resolve(split), DwarfSamples.bytes(split));
    Path path = Files.write(folder.resolve(sample), DwarfSamples.bytes(sample));
    try (ElfFile file = ElfFile.read(MappedFile.open(path))) {
      FrameVariables variables = SampleStack.of(file, SampleStack.IN_LOOP, called, gaps::add);
      assertThat(shown(variables.at(1).getFirst()))
          .isEqualTo(shown(stack("frames5.elf", SampleStack.IN_LOOP).at(1).getFirst()))
          .containsEntry("unused", 43L);
      assertThat(shown(variables.at(2).getFirst())).isEqualTo(Map.of("here", 11L));
    }
    assertThat(gaps).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"frames4.elf", "frames5.elf"})
  void inlinedFunctionsHaveTheirOwn(String sample) {
    List<FrameScope> scopes = stack(sample, SampleStack.AFTER_TWICE).at(1);
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
    called = OptionalLong.of(SampleStack.LOADED + SampleStack.SINK); // which then jumped to callee
    assertThat(shown(stack("frames5.elf", SampleStack.IN_LOOP).at(1).getFirst()))
        .containsEntry("pair", "Unknown")
        .containsEntry("index", 7L);
  }

  @Test
  void aCallThroughAPointerIsOnlyLikely() {
    called = OptionalLong.empty();
    FrameVariable pair =
        stack("frames5.elf", SampleStack.IN_LOOP).at(1).getFirst().variables().getFirst();
    assertThat(pair.value())
        .isInstanceOfSatisfying(Value.Known.class, known -> assertThat(known.sure()).isFalse());
  }
}
