package org.inquest.engine.debugfile;

/// How a file was come upon.
public enum Way {
  GIVEN("named on the command line"),
  BESIDE("beside the dump"),
  BUILD_ID("by build-id"),
  RELEASE("by release"),
  LINK("by .gnu_debuglink"),
  CACHE("debuginfod's cache"),
  SERVER("from debuginfod");

  private final String text;

  Way(String text) {
    this.text = text;
  }

  /// For a table.
  public String text() {
    return text;
  }
}
