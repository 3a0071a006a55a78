package org.inquest.engine.code.a64;

/// A field of an instruction word: some of its bits, put together from high to low.
///
/// @param mask the field's bits within the word
/// @param shift position of the lowest of them
/// @param width how many there are
/// @param contiguous whether they stand side by side
record Bits(int mask, int shift, int width, boolean contiguous) {
  /// The field of no bits, whose value is always 0.
  static final Bits NONE = of(0);

  static Bits of(int mask) {
    int shift = mask == 0 ? 0 : Integer.numberOfTrailingZeros(mask);
    int width = Integer.bitCount(mask);
    boolean contiguous = width == 32 || mask >>> shift == (1 << width) - 1;
    return new Bits(mask, shift, width, contiguous);
  }

  /// The bits `high` to `low` of a word, both included.
  static Bits range(int high, int low) {
    return of((int) (((1L << (high - low + 1)) - 1) << low));
  }

  Bits and(Bits other) {
    return of(mask | other.mask);
  }

  int in(int word) {
    return contiguous ? (word & mask) >>> shift : Integer.compress(word, mask);
  }

  /// The field's value as a number in two's complement.
  int signedIn(int word) {
    return in(word) << 32 - width >> 32 - width;
  }
}
