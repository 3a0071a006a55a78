package org.inquest.app.document;

/// A column of a [Table].
///
/// @param key its name in JSON: lower case, words joined with `_`; stable once released
/// @param title its head for a person
public record Column(String key, String title, Align align) {
  /// To which side short values are pushed.
  public enum Align {
    /// Words.
    LEFT,
    /// Numbers.
    RIGHT
  }

  /// A column of words.
  public static Column left(String key, String title) {
    return new Column(key, title, Align.LEFT);
  }

  /// A column of numbers.
  public static Column right(String key, String title) {
    return new Column(key, title, Align.RIGHT);
  }
}
