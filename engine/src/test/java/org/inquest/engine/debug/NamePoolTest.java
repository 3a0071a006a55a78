package org.inquest.engine.debug;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamePoolTest {

  @Test
  void eachNameIsKeptOnce() {
    NamePool names = new NamePool();
    int first = names.number("schedule");
    assertThat(names.number("kfree")).isNotEqualTo(first);
    assertThat(names.number("schedule")).isEqualTo(first);
    assertThat(names.name(first)).isEqualTo("schedule");
    assertThat(names.number("")).isZero();
    assertThat(names.name(99)).isEmpty();
    assertThat(names.gaps()).isEmpty();
  }

  @Test
  void namesWithoutEndAreLeftOutAndTheOthersStay() {
    NamePool names = new NamePool();
    int first = names.number("schedule");
    String tail = "x".repeat(1 << 20);
    int kept = 0;
    for (int i = 0; i < 64; i++) {
      kept += names.number(tail + i) > 0 ? 1 : 0;
    }
    assertThat(kept).isLessThan(32);
    assertThat(names.gaps()).hasSize(1);
    assertThat(names.name(first)).isEqualTo("schedule");
    assertThat(names.number("schedule")).isEqualTo(first);
  }
}
