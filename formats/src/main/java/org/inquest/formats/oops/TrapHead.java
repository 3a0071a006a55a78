package org.inquest.formats.oops;

import java.util.OptionalLong;

/// What the first lines of an oops have said so far.
final class TrapHead {
  LogLine line;
  Trap trap = Trap.OTHER;
  OptionalLong address = OptionalLong.empty();
  int errorCode = -1;
  int number;
  String place = "";
  boolean noExecute;

  /// Whether the line that ends the head (`Oops: 0002 [#1]`) was seen.
  boolean died;

  /// Whether `line` is worth showing: "Oops: 0002 [#1]" is not where a better one was seen.
  boolean wordy;

  TrapHead(LogLine line) {
    this.line = line;
  }

  /// Takes over what a later line of the same head says.
  ///
  /// @return false where it begins another oops
  boolean absorb(TrapHead next) {
    if (died) {
      return false;
    }
    if (!wordy || next.wordy && !next.died) {
      line = next.line;
      wordy = next.wordy;
    }
    if (trap == Trap.OTHER || next.trap == Trap.STACK_OVERFLOW) {
      trap = next.trap;
    }
    address = address.isPresent() ? address : next.address;
    errorCode = next.errorCode >= 0 ? next.errorCode : errorCode;
    number = Math.max(number, next.number);
    place = place.isEmpty() ? next.place : place;
    noExecute |= next.noExecute;
    died = next.died;
    return true;
  }
}
