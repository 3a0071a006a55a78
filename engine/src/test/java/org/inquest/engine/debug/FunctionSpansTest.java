package org.inquest.engine.debug;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FunctionSpansTest {

  private static String spans(FunctionSpans spans) {
    spans.finish();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < spans.size(); i++) {
      text.append(spans.start(i)).append(':').append(spans.function(i)).append(' ');
    }
    return text.toString();
  }

  @Test
  void theInnermostFunctionHasTheAddress() {
    FunctionSpans spans = new FunctionSpans("unit");
    spans.of(1).range(100, 200);
    spans.of(2).range(120, 150);
    spans.of(3).range(130, 140);
    spans.of(4).range(200, 210);
    assertThat(spans(spans)).isEqualTo("100:1 120:2 130:3 140:2 150:1 200:4 210:0 ");
  }

  @Test
  void equalRangesBelongToTheInnerOne() {
    FunctionSpans spans = new FunctionSpans("unit");
    spans.of(1).range(100, 200);
    spans.of(2).range(100, 200);
    assertThat(spans(spans)).isEqualTo("100:2 200:0 ");
  }

  @Test
  void aRangeThatLeavesItsOuterOneIsKept() {
    FunctionSpans spans = new FunctionSpans("unit");
    spans.of(1).range(100, 200);
    spans.of(2).range(190, 210);
    spans.of(3).range(0, 50); // left out by the linker
    assertThat(spans(spans)).isEqualTo("100:1 190:2 210:0 ");
  }
}
