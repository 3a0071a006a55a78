package org.inquest.lab.attempt;

import java.util.Locale;

/// How often something happens, as far as a few trials can tell.
///
/// The interval is Wilson's: E. B. Wilson, "Probable inference, the law of succession, and
/// statistical inference", JASA 22 (1927). It stays within 0 and 1 and says something true even of
/// 0 or all out of a few, where the usual one does not.
///
/// @param times how often it happened
/// @param trials out of how many
public record Rate(int times, int trials) {
  // Two-sided 95 % of the normal distribution.
  private static final double Z = 1.959963984540054;

  public Rate {
    if (times < 0 || trials < 1 || times > trials) {
      throw new IllegalArgumentException(times + " of " + trials);
    }
  }

  /// The lower end of the 95 % confidence interval.
  public double low() {
    return times == 0 ? 0 : Math.max(0, centre() - half());
  }

  /// Its upper end.
  public double high() {
    return times == trials ? 1 : Math.min(1, centre() + half());
  }

  /// "7 of 10 (70 %, with 95 % confidence between 40 % and 89 %)".
  public String text() {
    return String.format(
        Locale.ROOT,
        "%d of %d (%.0f %%, with 95 %% confidence between %.0f %% and %.0f %%)",
        times,
        trials,
        100.0 * times / trials,
        100 * low(),
        100 * high());
  }

  private double centre() {
    return ((double) times / trials + Z * Z / (2 * trials)) / (1 + Z * Z / trials);
  }

  private double half() {
    double p = (double) times / trials;
    return Z
        / (1 + Z * Z / trials)
        * Math.sqrt(p * (1 - p) / trials + Z * Z / (4.0 * trials * trials));
  }
}
