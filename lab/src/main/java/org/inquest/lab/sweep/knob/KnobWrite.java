package org.inquest.lab.sweep.knob;

/// One value that goes to one file.
///
/// @param path as on the machine
/// @param value without a line end; empty to empty the file
/// @param why a few words, for a person who reads a plan
public record KnobWrite(String path, String value, String why) {

  /// As one would type it into a shell.
  public String typed() {
    if (value.isEmpty()) {
      return ": >" + path;
    }
    return "echo '" + value + (path.endsWith("/trigger") ? "' >>" : "' >") + path;
  }
}
