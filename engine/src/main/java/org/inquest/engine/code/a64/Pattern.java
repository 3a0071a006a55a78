package org.inquest.engine.code.a64;

import java.util.HashMap;
import java.util.Map;

/// The picture of an encoding: 32 characters from bit 31 to bit 0. `0` and `1` must stand there,
/// `x` may be either, any other letter names a field; a letter that comes back continues its field.
/// Blanks are for the reader.
///
/// @param mask the bits that must have a certain value
/// @param value that value
record Pattern(int mask, int value, Map<Character, Bits> fields) {

  static Pattern parse(String picture) {
    int mask = 0;
    int value = 0;
    Map<Character, Integer> letters = new HashMap<>();
    int bit = 32;
    for (int i = 0; i < picture.length(); i++) {
      char c = picture.charAt(i);
      if (c == ' ') {
        continue;
      }
      int one = 1 << --bit;
      if (c == '0' || c == '1') {
        mask |= one;
        value |= c == '1' ? one : 0;
      } else if (c != 'x') {
        letters.merge(c, one, (a, b) -> a | b);
      }
    }
    if (bit != 0) {
      throw new IllegalArgumentException(bit + " bits missing in " + picture);
    }
    Map<Character, Bits> fields = new HashMap<>();
    letters.forEach((letter, bits) -> fields.put(letter, Bits.of(bits)));
    return new Pattern(mask, value, fields);
  }

  boolean has(char letter) {
    return fields.containsKey(letter);
  }

  Bits field(char letter) {
    Bits bits = fields.get(letter);
    if (bits == null) {
      throw new IllegalArgumentException("no field " + letter);
    }
    return bits;
  }

  /// This pattern with `letter`'s field fixed.
  Pattern with(char letter, int number) {
    Bits bits = field(letter);
    return new Pattern(mask | bits.mask(), value | Integer.expand(number, bits.mask()), fields);
  }
}
