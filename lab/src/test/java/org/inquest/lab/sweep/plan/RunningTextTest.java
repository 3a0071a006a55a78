package org.inquest.lab.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.oops.CodePlace;
import org.inquest.lab.sweep.knob.MemoryKnobs;
import org.junit.jupiter.api.Test;

final class RunningTextTest {
  private static RunningText text(String kallsyms) {
    MemoryKnobs kernel = new MemoryKnobs();
    kernel.files.put("/proc/kallsyms", kallsyms);
    return RunningText.of(kernel);
  }

  private static final String LIST =
      """
      ffffffff81000000 T _stext
      ffffffff81000100 t alloc_pid
      ffffffff81000400 T next
      ffffffff81000500 t twice
      ffffffff81000600 t twice
      ffffffff82000000 D a_variable
      not a line
      ffffffffc0a00000 t ext4_first\t[ext4]
      ffffffffc0a01000 t ext4_last\t[ext4]
      """;

  @Test
  void functionsOfTheKernelAndOfModulesAreFound() {
    RunningText text = text(LIST);
    assertThat(text.start(new CodePlace("alloc_pid", 8, 0, "", 0))).contains(0xffffffff81000100L);
    assertThat(text.start(new CodePlace("ext4_last", 0x20, 0, "ext4", 0)))
        .contains(0xffffffffc0a01000L);
  }

  @Test
  void aNameThatSeveralHaveAndADatumHaveNoAddress() {
    RunningText text = text(LIST);
    assertThat(text.start(new CodePlace("twice", 0, 0, "", 0))).isEmpty();
    assertThat(text.start(new CodePlace("a_variable", 0, 0, "", 0))).isEmpty();
    assertThat(text.start(new CodePlace("ext4_first", 0, 0, "", 0))).isEmpty();
  }

  @Test
  void hiddenAddressesAreToldWithTheRemedy() {
    assertThatThrownBy(() -> text("0000000000000000 T _stext\n0000000000000000 t f"))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("kptr_restrict");
  }
}
