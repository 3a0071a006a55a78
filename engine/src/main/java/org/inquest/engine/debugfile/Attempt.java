package org.inquest.engine.debugfile;

/// A place that was looked at in vain.
///
/// @param place a path, or a server's address
/// @param absent whether there simply is no file
/// @param why it is not the file: "no such file", "its build-id is ..."
public record Attempt(String place, Way way, boolean absent, String why) {
  static Attempt absent(String place, Way way) {
    return new Attempt(place, way, true, "no such file");
  }

  static Attempt refused(String place, Way way, String why) {
    return new Attempt(place, way, false, why);
  }
}
