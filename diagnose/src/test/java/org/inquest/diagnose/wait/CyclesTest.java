package org.inquest.diagnose.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.kernel.wait.Access;
import org.inquest.kernel.wait.WaitKind;
import org.inquest.kernel.wait.Waiting.How;
import org.junit.jupiter.api.Test;

class CyclesTest {
  /// `1>2 2>1`: task 1 waits for task 2 and 2 for 1; `1?2` for a holder that is only a guess.
  private static Map<Long, Wait> waits(String text) {
    Map<Long, List<Holder>> holders = new LinkedHashMap<>();
    for (String edge : text.split(" ", -1)) {
      int sign = Math.max(edge.indexOf('>'), edge.indexOf('?'));
      long from = Long.parseLong(edge.substring(0, sign));
      long to = Long.parseLong(edge.substring(sign + 1));
      Confidence sure = edge.charAt(sign) == '>' ? Confidence.CERTAIN : Confidence.POSSIBLE;
      holders
          .computeIfAbsent(from, k -> new ArrayList<>())
          .add(new Holder(new Party(to, Optional.empty()), Access.PLAIN, sure, List.of(), ""));
    }
    Map<Long, Wait> waits = new LinkedHashMap<>();
    holders.forEach((task, having) -> waits.put(task, wait(task, having)));
    return waits;
  }

  private static Wait wait(long task, List<Holder> holders) {
    return new Wait(
        new Party(task, Optional.empty()),
        new Thing(WaitKind.MUTEX, 1000 + task, ""),
        Access.PLAIN,
        How.QUEUE,
        0,
        -1,
        false,
        "",
        OptionalDouble.empty(),
        holders,
        Optional.empty());
  }

  private static String cycles(String text) {
    StringBuilder found = new StringBuilder();
    for (List<Wait> cycle : new Cycles(waits(text)).all()) {
      found.append(found.isEmpty() ? "" : " ");
      for (Wait wait : cycle) {
        found.append(wait.party().address());
      }
    }
    return found.toString();
  }

  @Test
  void chainsAndTreesHaveNoCycle() {
    assertEquals("", cycles("1>2 2>3 3>4"));
    assertEquals("", cycles("1>9 2>9 3>1 4>1 5>3"));
    assertEquals("", cycles("1>2 1>3 2>4 3>4"), "two ways to one end");
  }

  @Test
  void cyclesAreFoundWhereverTheyBegin() {
    assertEquals("12", cycles("1>2 2>1"));
    assertEquals("123", cycles("1>2 2>3 3>1"));
    assertEquals("1", cycles("1>1"));
    assertEquals("23", cycles("1>2 2>3 3>2 4>1"), "what leads into it is not part of it");
    assertEquals("12 34", cycles("1>2 2>1 3>4 4>3 5>1 5>3"));
  }

  @Test
  void aGuessedHolderMakesNoDeadlock() {
    assertEquals("", cycles("1>2 2?1"));
    assertEquals("12", cycles("1>2 2?3 2>1"));
  }

  @Test
  void tensOfThousandsInOneChainCostLinearTime() {
    StringBuilder chain = new StringBuilder("0>1");
    for (int i = 1; i < 40_000; i++) {
      chain.append(' ').append(i).append('>').append(i + 1);
    }
    Map<Long, Wait> waits = waits(chain.toString());
    assertTimeout(Duration.ofSeconds(5), () -> assertEquals(List.of(), new Cycles(waits).all()));
    assertTimeout(
        Duration.ofSeconds(5),
        () -> assertEquals(40_000, new Followers(waits).of(List.of(40_000L)).size()));
  }
}
