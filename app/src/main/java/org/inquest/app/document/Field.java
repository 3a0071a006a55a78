package org.inquest.app.document;

/// A named value.
///
/// @param key its name in JSON: lower case, words joined with `_`; stable once released
/// @param label its name for a person
public record Field(String key, String label, Value value) {

  /// A field whose value is text.
  public static Field of(String key, String label, String value) {
    return new Field(key, label, Value.of(value));
  }

  /// A field whose value is a whole number.
  public static Field of(String key, String label, long value) {
    return new Field(key, label, Value.of(value));
  }
}
