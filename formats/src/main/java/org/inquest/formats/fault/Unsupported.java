package org.inquest.formats.fault;

/// Well-formed input that Inquest can't handle (yet).
public final class Unsupported extends InquestException {
  /// @param what one sentence: what it is and what the user can do instead
  public Unsupported(String what) {
    super(what);
  }
}
