package org.inquest.app.command.profile;

import java.util.Locale;

/// opreport's percentages: four digits behind the point, seven characters; small ones with an
/// exponent. Lists have thousands of them, and of neighbours most are equal.
final class OpreportPercent {
  private static final int DIGITS = 10_000;

  private long lastPart = -1;
  private long lastAll = -1;
  private String last = "";

  /// A part of all, in percent.
  String of(long part, long all) {
    if (part != lastPart || all != lastAll) {
      lastPart = part;
      lastAll = all;
      last = text(all == 0 ? 0 : 100.0 * part / all);
    }
    return last;
  }

  private static String text(double value) {
    if (value == 0) {
      return "0";
    }
    if (value < 0.001) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    if (value >= 99.99995) {
      return "100.000";
    }
    long scaled = Math.round(value * DIGITS);
    // A one in front keeps the zeros.
    return scaled / DIGITS + "." + Long.toString(DIGITS + scaled % DIGITS).substring(1);
  }
}
