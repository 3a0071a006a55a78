package org.inquest.engine.object;

/// How values are written.
///
/// @param hex numbers in hexadecimal
/// @param repeats equal array elements in a row from which on `<repeats N times>` is written
/// @param elements elements of an array that are written, the rest is `...`
/// @param wholeStrings whether the NULs at the end of a `char` array are written, too
public record ValueStyle(boolean hex, int repeats, int elements, boolean wholeStrings) {
  /// For people.
  public static final ValueStyle READABLE = new ValueStyle(false, 10, 200, false);

  /// As crash 9 writes them, for comparison.
  public static final ValueStyle CRASH =
      new ValueStyle(false, Integer.MAX_VALUE, Integer.MAX_VALUE, true);

  /// The same with hexadecimal numbers.
  public ValueStyle withHex() {
    return new ValueStyle(true, repeats, elements, wholeStrings);
  }
}
