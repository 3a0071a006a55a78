package org.inquest.engine.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.inquest.engine.testkit.EditedDump;
import org.inquest.engine.type.BtfTypes;
import org.inquest.engine.type.TypeSource;
import org.inquest.formats.btf.Btf;
import org.inquest.formats.fault.Unsupported;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The sample as a kernel without BTF would have left it: its types come from elsewhere, or it is
/// said that they are missing.
class TypesElsewhereTest {
  private final Target healthy = TargetOpener.open(List.of(EditedDump.sample()));
  private final long start = healthy.symbols().address("__start_BTF");
  private final long stop = healthy.symbols().address("__stop_BTF");
  private final List<String> reasons = new ArrayList<>();

  @AfterEach
  void close() {
    healthy.close();
  }

  /// The sample's own BTF, handed in from outside.
  private TypeSource known(Target untyped, String why) {
    assertThat(untyped.types().has("struct list_head")).isFalse();
    assertThat(untyped.symbols().address("__start_BTF")).isEqualTo(start);
    reasons.add(why);
    return BtfTypes.of(
        Btf.parse(healthy.memory().read(start, (int) (stop - start)), "BTF from elsewhere"));
  }

  private EditedDump without(long from, long to) {
    EditedDump dump = EditedDump.ofSample();
    for (long at = from & -4096; at < to; at += 4096) {
      dump.hide(healthy, at);
    }
    return dump;
  }

  @Test
  void aDumpWithoutItsBtfIsWholeWithTypesFromElsewhere() {
    try (Target target = TargetOpener.open(without(start, stop), this::known)) {
      assertThat(reasons).containsExactly("the kernel's BTF is not in the dump");
      assertThat(target.gaps()).isEmpty();
      assertThat(target.global("init_task").member("comm").asString()).isEqualTo("swapper/0");
      assertThat(target.cpus().online()).containsExactly(0, 1);
      assertThat(target.modules().all()).hasSameSizeAs(healthy.modules().all());
    }
  }

  @Test
  void typesFromElsewhereFillHolesToo() {
    long middle = start + (stop - start) / 2;
    try (Target target = TargetOpener.open(without(middle, middle + 4096), this::known)) {
      assertThat(reasons).singleElement().asString().contains("2 pages of the kernel's BTF");
      assertThat(target.gaps()).isEmpty();
    }
  }

  @Test
  void nobodyIsAskedForTypesThatAreThere() {
    TargetOpener.open(EditedDump.ofSample(), this::known).close();
    assertThat(reasons).isEmpty();
  }

  @Test
  void withoutAnyTypesItIsSaidWhatIsMissing() {
    assertThatThrownBy(() -> TargetOpener.open(without(start, stop)))
        .isInstanceOf(Unsupported.class)
        .hasMessageContaining("the kernel's BTF is not in the dump")
        .hasMessageContaining("debug information");
  }

  @Test
  void symbolsAndMemoryNeedNoTypes() {
    try (Target target = TargetOpener.open(without(start, stop), (untyped, why) -> NoTypes.NONE)) {
      assertThat(target.symbols().kernelSize()).isEqualTo(healthy.symbols().kernelSize());
      assertThat(target.memory().readLong(target.symbols().address("init_task")))
          .isEqualTo(healthy.memory().readLong(healthy.symbols().address("init_task")));
      assertThat(target.modules().gap()).contains("struct module");
    }
  }
}
