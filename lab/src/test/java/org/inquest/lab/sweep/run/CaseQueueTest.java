package org.inquest.lab.sweep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CaseQueueTest {
  private static Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("write", 2L);
    counts.put("remove", 1L);
    return counts;
  }

  private static CaseResult result(SweepCase tried, boolean injected) {
    return new CaseResult(tried, injected, Optional.empty(), 0, 1, Optional.empty(), "");
  }

  /// Steps have so many calls, whatever a clean run has counted.
  private static List<String> run(CaseQueue queue, Map<String, Integer> calls) {
    List<String> all = new ArrayList<>();
    for (Optional<SweepCase> next = queue.next(); next.isPresent(); next = queue.next()) {
      SweepCase one = next.get();
      all.add(one.toString());
      queue.result(result(one, one.nth() <= calls.getOrDefault(one.step(), 0)));
    }
    return all;
  }

  @Test
  void goesOnUntilACallIsNotReached() {
    CaseQueue queue = new CaseQueue(counts());
    assertThat(run(queue, Map.of("write", 3, "remove", 0)))
        .containsExactly("write:1", "write:2", "write:3", "write:4", "remove:1");
    assertThat(queue.endless()).isEmpty();
    assertThat(queue.done()).isEqualTo(5);
  }

  @Test
  void leavesAStepThatHasNoEnd() {
    CaseQueue queue = new CaseQueue(Map.of("loop", 1L));
    assertThat(run(queue, Map.of("loop", 1_000_000))).hasSizeLessThan(100);
    assertThat(queue.endless()).containsExactly("loop");
  }

  @Test
  void goesOnWhereItWasBrokenOff() {
    CaseQueue queue = new CaseQueue(counts());
    queue.skip(
        new Journal.Told(
            List.of(),
            Map.of(),
            List.of(result(SweepCase.of("remove", 1), true)),
            List.of(),
            List.of("write")));
    assertThat(run(queue, Map.of("remove", 1))).containsExactly("remove:2");
  }

  @Test
  void hasSecondFailuresLast() {
    CaseQueue queue = new CaseQueue(Map.of("write", 1L));
    queue.add(SweepCase.of("write", 1, 1));
    queue.add(SweepCase.of("write", 1, 1));
    queue.add(SweepCase.of("write", 1, 2));
    assertThat(run(queue, Map.of("write", 1)))
        .containsExactly("write:1", "write:2", "write:1+1", "write:1+2");
  }

  @Test
  void stepsWhoseCallsNobodyHasCountedTakeTurns() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("pipe", CaseQueue.NOT_COUNTED);
    counts.put("fork", CaseQueue.NOT_COUNTED);
    CaseQueue queue = new CaseQueue(counts);
    assertThat(queue.left()).isZero();
    assertThat(queue.open()).containsExactly("pipe", "fork");
    assertThat(run(queue, Map.of("pipe", 1, "fork", 3)))
        .containsExactly("pipe:1", "fork:1", "pipe:2", "fork:2", "fork:3", "fork:4");
    assertThat(queue.open()).isEmpty();
  }
}
