package org.inquest.lab.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Wilson's interval against values worked out by hand from (n p + z²/2 ± z sqrt(n p (1-p) + z²/4))
/// / (n + z²).
final class RateTest {
  @ParameterizedTest
  @CsvSource({
    "0, 10, 0, 0.27753",
    "10, 10, 0.72247, 1",
    "5, 10, 0.23659, 0.76341",
    "7, 10, 0.39678, 0.89221",
    "1, 1, 0.20655, 1",
    "0, 1, 0, 0.79345",
    "81, 263, 0.25530, 0.36621"
  })
  void theIntervalIsWilsons(int times, int trials, double low, double high) {
    Rate rate = new Rate(times, trials);
    assertThat(rate.low()).isCloseTo(low, within(5e-5));
    assertThat(rate.high()).isCloseTo(high, within(5e-5));
  }

  @Test
  void moreTrialsTellMore() {
    for (int n = 10; n < 1000; n += 10) {
      Rate few = new Rate(n / 2, n);
      Rate more = new Rate(n / 2 + 5, n + 10);
      assertThat(more.high() - more.low()).isLessThan(few.high() - few.low());
    }
  }

  @Test
  void itIsToldInWords() {
    assertThat(new Rate(7, 10).text())
        .isEqualTo("7 of 10 (70 %, with 95 % confidence between 40 % and 89 %)");
    assertThatThrownBy(() -> new Rate(2, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
