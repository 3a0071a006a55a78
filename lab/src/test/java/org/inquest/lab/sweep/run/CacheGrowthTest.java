package org.inquest.lab.sweep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.inquest.lab.sweep.leak.SlabCounts;
import org.junit.jupiter.api.Test;

/// A machine that is a count: some cases leave objects behind, and others free some late.
final class CacheGrowthTest {
  private static final String LEAKS = "kmalloc-256";
  private static final String BUSY = "dentry";

  private final Map<String, Long> objects = new TreeMap<>(Map.of(LEAKS, 500L, BUSY, 9000L));
  private int ran;

  private static List<SweepCase> cases(int many) {
    return LongStream.rangeClosed(1, many).mapToObj(nth -> SweepCase.of("queue", nth)).toList();
  }

  private CacheGrowth growth(Predicate<SweepCase> leaking) {
    return new CacheGrowth(
        one -> {
          ran++;
          if (leaking.test(one)) {
            objects.merge(LEAKS, 1L, Long::sum);
          }
          return true;
        },
        () -> {
          // What others free late, differently each time.
          objects.merge(LEAKS, ran % 2 == 0 ? -1L : 1L, Long::sum);
          objects.merge(BUSY, ran % 3 - 1L, Long::sum);
          return new SlabCounts(objects);
        });
  }

  @Test
  void findsTheOneCaseOf64() {
    for (int nth : new int[] {1, 17, 63, 64}) {
      SweepCase leaky = SweepCase.of("queue", nth);
      assertThat(growth(leaky::equals).search(cases(64)))
          .hasValueSatisfying(grown -> {
            assertThat(grown.tried()).isEqualTo(leaky);
            assertThat(grown.caches()).containsExactly(LEAKS);
          });
    }
  }

  @Test
  void findsOneOfSeveral() {
    assertThat(growth(one -> one.nth() == 3 || one.nth() == 40).search(cases(64)))
        .hasValueSatisfying(grown -> assertThat(grown.tried().nth()).isIn(3L, 40L));
  }

  @Test
  void aStepThatKeepsAnObjectWhetherItFailsOrNotIsNoLeak() {
    assertThat(growth(one -> one.nth() == 5 || one.nth() == 0).search(cases(64))).isEmpty();
  }

  @Test
  void whatOthersFreeLateIsNoLeak() {
    assertThat(growth(one -> false).search(cases(64))).isEmpty();
    assertThat(growth(one -> false).search(cases(1))).isEmpty();
  }

  @Test
  void aMachineThatWasPutBackTellsNothing() {
    CacheGrowth broken =
        new CacheGrowth(
            one -> {
              objects.merge(LEAKS, 1L, Long::sum);
              return one.nth() != 2;
            },
            () -> new SlabCounts(objects));
    assertThat(broken.search(cases(4))).isEmpty();
  }
}
