package org.inquest.profile.finding;

import java.util.Locale;

/// A part of some samples, and how far chance may have moved it: Wilson's interval for a proportion
/// (E. B. Wilson, *Probable Inference, the Law of Succession, and Statistical Inference*, 1927), at
/// 95 %. Samples of one long phase are not independent: the interval is the least there is.
///
/// @param part samples of the part
/// @param all samples
public record Share(long part, long all) {
  /// Of 95 % of the normal distribution.
  private static final double Z = 1.959964;

  /// The part, 0 to 1.
  public double value() {
    return all == 0 ? 0 : (double) part / all;
  }

  /// The lower end of the interval, 0 to 1.
  public double low() {
    return part == 0 ? 0 : Math.max(0, middle() - half());
  }

  /// The upper end of the interval, 0 to 1.
  public double high() {
    return part == all ? 1 : Math.min(1, middle() + half());
  }

  private double middle() {
    return all == 0 ? 0.5 : (value() + Z * Z / (2 * all)) / (1 + Z * Z / all);
  }

  private double half() {
    if (all == 0) {
      return 0.5;
    }
    double p = value();
    return Z * Math.sqrt(p * (1 - p) / all + Z * Z / (4.0 * all * all)) / (1 + Z * Z / all);
  }

  /// `58.0 % (57.2 to 58.9)`.
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%.1f %% (%.1f to %.1f)", 100 * value(), 100 * low(), 100 * high());
  }

  /// With the samples: `58.0 % (57.2 to 58.9), 580 of 1000 samples`.
  public String counted() {
    return this + ", " + part + " of " + all + " samples";
  }
}
