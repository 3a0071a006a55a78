package org.inquest.app;

/// Which Inquest this is.
public final class Version {
  private Version() {}

  /// The version. A constant and not a property of the jar: reading a manifest costs more than
  /// printing it. A test compares it with the build's.
  public static String current() {
    return "0.1.0-SNAPSHOT";
  }
}
