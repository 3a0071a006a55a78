package org.inquest.lab.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inquest.formats.oops.CodePlace;
import org.junit.jupiter.api.Test;

final class FailureTest {
  @Test
  void whatIsPrintedIsReadAgain() {
    for (Failure one :
        List.of(
            new Failure.Nth(7, 0),
            new Failure.Nth(7, 2),
            new Failure.Function("open_ctree", -12),
            new Failure.Chance(3, 12),
            new Failure.Place("failslab", new CodePlace("alloc_super", 0xa8, 0, "", 0)),
            new Failure.Place(
                "fail_page_alloc", new CodePlace("f.isra.0", 0xa8, 0x100, "a_module", 5)))) {
      assertThat(one.toString()).doesNotContain(" ");
      assertThat(Failure.parse(one.toString())).contains(one);
    }
  }

  @Test
  void otherTextIsNone() {
    for (String text : List.of("", "x", "7+", "f=", "101%1", "failslab@", "failslab@f", "@f+0x1")) {
      assertThat(Failure.parse(text)).as(text).isEmpty();
    }
  }
}
