package org.inquest.profile.report;

/// Whether a part of the samples has really changed between two profiles, or by chance: the test of
/// two proportions with a pooled share, two-sided (Fleiss, Levin, Paik, *Statistical Methods for
/// Rates and Proportions*, chapter 3).
///
/// It takes samples as independent of each other, which those of one long phase are not quite: what
/// it calls likely is so at best.
///
/// @param before samples of the part in the first profile
/// @param allBefore all samples of the first profile
/// @param after samples of the part in the second profile
/// @param allAfter all samples of the second profile
public record ShareTest(long before, long allBefore, long after, long allAfter) {
  /// Below that many expected samples the normal distribution is no likeness (the same book).
  private static final double FEWEST = 5;

  /// By how much the share has grown: -1 to 1.
  public double change() {
    return share(after, allAfter) - share(before, allBefore);
  }

  private static double share(long part, long all) {
    return all == 0 ? 0 : (double) part / all;
  }

  /// How far the change lies from none, in standard errors.
  public double score() {
    if (allBefore == 0 || allAfter == 0) {
      return 0;
    }
    double pooled = (double) (before + after) / (allBefore + allAfter);
    double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / allBefore + 1.0 / allAfter));
    return error == 0 ? 0 : change() / error;
  }

  /// How sure it is that the share has changed at all: 0 to 1, where 0.95 means that such a
  /// difference comes by chance in one of twenty cases. 0 where either profile, had nothing
  /// changed, would be expected to hold fewer than five samples of the part: so few say nothing.
  public double confidence() {
    double fewer = Math.min(allBefore, allAfter);
    boolean enough = fewer * (before + after) >= FEWEST * (allBefore + allAfter);
    return enough ? 1 - tails(Math.abs(score())) : 0;
  }

  /// The part of the normal distribution that is further out than `z` on either side, to seven
  /// digits (Abramowitz and Stegun, *Handbook of Mathematical Functions*, 7.1.26).
  private static double tails(double z) {
    double x = z / Math.sqrt(2);
    double t = 1 / (1 + 0.3275911 * x);
    double sum =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    return Math.clamp(sum * Math.exp(-x * x), 0.0, 1.0);
  }
}
