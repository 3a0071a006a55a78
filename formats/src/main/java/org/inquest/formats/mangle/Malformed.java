package org.inquest.formats.mangle;

/// A name that is no mangled one, or of a form that is not known here.
final class Malformed extends RuntimeException {
  private static final long serialVersionUID = 1;

  Malformed() {
    super("not a mangled name", null, false, false);
  }
}
