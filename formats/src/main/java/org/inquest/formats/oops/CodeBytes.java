package org.inquest.formats.oops;

import java.util.Optional;

/// The bytes of a `Code:` line.
///
/// @param bytes as printed
/// @param mark index of the byte at the program counter
public record CodeBytes(byte[] bytes, int mark) {
  /// The bytes of an x86 line that has a mark; see [CodeLine] for the others.
  static Optional<CodeBytes> parse(String text) {
    return CodeLine.parse(text)
        .filter(line -> line instanceof CodeLine.Marked marked && marked.unit() == 1)
        .map(line -> ((CodeLine.Marked) line).code());
  }

  /// Whether a byte and its neighbours up to `reach` on both sides all have one value, as far as
  /// printed; at least two of them are needed.
  public boolean runOf(int value, int reach) {
    int from = Math.max(0, mark - reach);
    int to = Math.min(bytes.length, mark + reach + 1);
    for (int i = from; i < to; i++) {
      if ((bytes[i] & 0xff) != value) {
        return false;
      }
    }
    return to - from > 1;
  }
}
