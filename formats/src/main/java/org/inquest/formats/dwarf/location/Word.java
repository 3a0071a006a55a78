package org.inquest.formats.dwarf.location;

/// A number of up to 64 bits, or why it is not known.
public sealed interface Word {

  /// It is known.
  record Known(long value) implements Word {}

  /// It is not.
  record Unknown(Missing why) implements Word {}

  static Word of(long value) {
    return new Known(value);
  }

  static Word unknown(Missing why) {
    return new Unknown(why);
  }
}
