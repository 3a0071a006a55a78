package org.inquest.lab.ready.check;

/// How to set a kernel setting for good.
final class Sysctl {
  /// The file that the remedies speak of.
  static final String FILE = "/etc/sysctl.d/60-crash.conf";

  private Sysctl() {}

  /// A remedy.
  static String set(String name, long value) {
    return name + " = " + value + " in " + FILE + ", then sysctl --system";
  }
}
