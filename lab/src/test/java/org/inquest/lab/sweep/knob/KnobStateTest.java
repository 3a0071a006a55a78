package org.inquest.lab.sweep.knob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.inquest.formats.fault.Unavailable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KnobStateTest {
  private static final String PROBABILITY = "/sys/kernel/debug/failslab/probability";
  private static final String TIMES = "/sys/kernel/debug/failslab/times";
  private static final String INJECT = "/sys/kernel/debug/fail_function/inject";
  private static final String RETVAL = "/sys/kernel/debug/fail_function/mount_bdev/retval";

  @TempDir Path folder;
  private final MemoryKnobs kernel = new MemoryKnobs();
  private final List<Restoration> told = new ArrayList<>();

  @BeforeEach
  void kernel() {
    kernel.files.put(KnobState.BOOT_ID, "boot-1");
    kernel.files.put(PROBABILITY, "0");
    kernel.files.put(TIMES, "-1");
    kernel.files.put(INJECT, "mount_bdev");
    kernel.files.put(RETVAL, "fffffffffffffff4");
  }

  private static KnobWrite write(String path, String value) {
    return new KnobWrite(path, value, "test");
  }

  private KnobState begin() {
    return KnobState.begin(kernel, folder, told::add);
  }

  private List<Path> stateFiles() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  @Test
  void closingBringsEverythingBackAndLeavesNoFile() throws IOException {
    Map<String, String> before = Map.copyOf(kernel.files);
    try (KnobState state = begin()) {
      state.write(write(TIMES, "1"));
      state.write(write(INJECT, "should_failslab"));
      state.write(write(INJECT, "!mount_bdev"));
      state.write(write(RETVAL, "0"));
      state.write(write(PROBABILITY, "100"));
      assertThat(stateFiles()).hasSize(1);
    }
    assertThat(kernel.files).isEqualTo(before);
    assertThat(stateFiles()).isEmpty();
    assertThat(told).singleElement().matches(Restoration::whole);
    // What made things fail ends before anything else is touched.
    List<String> restoring = kernel.log.subList(5, kernel.log.size());
    assertThat(restoring.getFirst()).isEqualTo(PROBABILITY + "=0");
  }

  @Test
  void theOldValueIsOnDiskBeforeTheNewOneIsWritten() throws IOException {
    try (KnobState state = begin()) {
      kernel.refusing.add(TIMES);
      assertThatThrownBy(() -> state.write(write(TIMES, "1"))).isInstanceOf(Unavailable.class);
      assertThat(Files.readString(stateFiles().getFirst())).contains(TIMES + "\t-1\n");
    }
  }

  @Test
  void whatCannotBeRestoredIsNamedAndItsFileKept() throws IOException {
    KnobState state = begin();
    state.write(write(PROBABILITY, "100"));
    state.write(write(TIMES, "5"));
    kernel.refusing.add(TIMES);
    state.close();
    assertThat(told)
        .singleElement()
        .satisfies(how -> {
          assertThat(how.restored()).containsExactly(PROBABILITY);
          assertThat(how.failed())
              .singleElement()
              .satisfies(f -> assertThat(f.words()).contains(TIMES, "'-1'", "Invalid argument"));
        });
    assertThat(stateFiles()).hasSize(1);

    kernel.refusing.clear();
    assertThat(KnobLeftovers.restore(kernel, folder)).singleElement().matches(Restoration::whole);
    assertThat(kernel.files).containsEntry(TIMES, "-1");
    assertThat(stateFiles()).isEmpty();
  }

  @Test
  void aLivingProcessKeepsItsSettings() {
    try (KnobState state = begin()) {
      state.write(write(PROBABILITY, "100"));
      assertThat(KnobLeftovers.restore(kernel, folder)).isEmpty();
      assertThat(kernel.files).containsEntry(PROBABILITY, "100");
    }
  }

  @Test
  void afterABootNothingIsLeftToRestore() throws IOException {
    Files.writeString(
        folder.resolve("7-1.knobs"), SavedKnobs.head("boot-0") + SavedKnobs.line(TIMES, "3"));
    assertThat(KnobLeftovers.restore(kernel, folder))
        .singleElement()
        .satisfies(how -> assertThat(how.note()).contains("booted since"));
    assertThat(kernel.log).isEmpty();
    assertThat(stateFiles()).isEmpty();
  }

  @Test
  void aLineThatAKillCutIsNotTaken() throws IOException {
    String whole = SavedKnobs.head("boot-1") + SavedKnobs.line(TIMES, "3");
    Files.writeString(folder.resolve("7-1.knobs"), whole + "knob\t" + PROBABILITY + "\t10");
    KnobLeftovers.restore(kernel, folder);
    assertThat(kernel.files).containsEntry(TIMES, "3").containsEntry(PROBABILITY, "0");
  }

  @Test
  void aFileOfSomebodyElseIsNamedAndKept() throws IOException {
    Files.writeString(folder.resolve("letter.knobs"), "Dear Sir");
    assertThat(KnobLeftovers.restore(kernel, folder))
        .singleElement()
        .satisfies(how -> assertThat(how.failed()).hasSize(1));
    assertThat(stateFiles()).hasSize(1);
  }

  @Test
  void withoutAPlaceForTheStateNothingIsWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> KnobState.begin(kernel, file, told::add))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("nothing is changed without it");
    assertThat(kernel.log).isEmpty();
  }

  @Test
  void textWithTabsAndLineEndsSurvivesTheFile() {
    String value = "a\tb\nc\\n";
    assertThat(SavedKnobs.parse(SavedKnobs.head("") + SavedKnobs.line("/x", value)))
        .hasValueSatisfying(saved -> assertThat(saved.values()).containsEntry("/x", value));
  }
}
