package org.inquest.formats.fault;

/// Something outside Inquest that it needs is missing or did not do its part: a program, a package
/// archive, a guest machine, room on a disk.
public final class Unavailable extends InquestException {
  /// @param what what is missing or did not work, as the user knows it
  /// @param remedy what the user can do about it
  public Unavailable(String what, String remedy) {
    super(what + ": " + remedy, false);
  }
}
