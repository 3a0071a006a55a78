package org.inquest.engine.code.a64;

/// The picture of an encoding: 32 characters from bit 31 to bit 0. `0` and `1` must stand there,
/// `x` may be either, any other letter names a field; a letter that comes back continues its field.
/// Blanks are for the reader.
///
/// @param mask the bits that must have a certain value
/// @param value that value
/// @param picture without blanks
record Pattern(int mask, int value, String picture) {

  static Pattern parse(String text) {
    String picture = text.replace(" ", "");
    if (picture.length() != Integer.SIZE) {
      throw new IllegalArgumentException(picture.length() + " bits in " + picture);
    }
    int ones = bits(picture, '1');
    return new Pattern(bits(picture, '0') | ones, ones, picture);
  }

  private static int bits(String picture, char letter) {
    int bits = 0;
    for (int i = 0; i < Integer.SIZE; i++) {
      bits = bits << 1 | (picture.charAt(i) == letter ? 1 : 0);
    }
    return bits;
  }

  boolean has(char letter) {
    return picture.indexOf(letter) >= 0;
  }

  Bits field(char letter) {
    if (!has(letter)) {
      throw new IllegalArgumentException("no field " + letter);
    }
    return Bits.of(bits(picture, letter));
  }

  /// This pattern with a field fixed; the field can still be read.
  Pattern with(Bits field, int number) {
    return new Pattern(mask | field.mask(), value | Integer.expand(number, field.mask()), picture);
  }
}
