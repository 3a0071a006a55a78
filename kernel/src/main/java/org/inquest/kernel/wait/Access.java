package org.inquest.kernel.wait;

/// In which mode a task wants or holds a thing.
public enum Access {
  /// For reading, with others.
  READ("for reading"),
  /// For writing, alone.
  WRITE("for writing"),
  /// The thing has one mode only.
  PLAIN("");

  private final String words;

  Access(String words) {
    this.words = words;
  }

  /// For a sentence: "holds it *for reading*"; empty for [#PLAIN].
  public String words() {
    return words;
  }
}
