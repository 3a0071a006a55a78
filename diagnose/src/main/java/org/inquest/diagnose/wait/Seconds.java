package org.inquest.diagnose.wait;

/// Times in words. (`String.format` costs a twentieth of a second in a cold JVM.)
public final class Seconds {
  private Seconds() {}

  /// `4.2 s`.
  public static String text(double seconds) {
    long tenths = Math.round(seconds * 10);
    return tenths / 10 + "." + tenths % 10 + " s";
  }
}
