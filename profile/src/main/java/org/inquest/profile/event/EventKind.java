package org.inquest.profile.event;

/// Where an event comes from.
public enum EventKind {
  HARDWARE("hardware"),
  SOFTWARE("software"),
  CACHE("cache"),
  PMU("PMU"),
  TRACEPOINT("tracepoint"),
  RAW("raw"),
  BREAKPOINT("breakpoint");

  private final String text;

  EventKind(String text) {
    this.text = text;
  }

  /// In a word.
  public String text() {
    return text;
  }
}
