package org.inquest.lab.sweep.probe;

import org.inquest.formats.fault.Unavailable;

/// Why nothing can be made to fail on a machine, and what to do about it.
///
/// @param why a clause
/// @param remedy a clause
public record Refusal(String why, String remedy) {

  /// For who can't go on without.
  public Unavailable asError() {
    return new Unavailable(why, remedy);
  }
}
