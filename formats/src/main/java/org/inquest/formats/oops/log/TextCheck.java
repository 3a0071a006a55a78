package org.inquest.formats.oops.log;

/// Tells text from other data by samples: a console prints hardly any control characters.
final class TextCheck {
  private static final int WINDOW = 256;
  private static final int WINDOWS = 32;

  /// One of so many bytes may be odd: a noisy serial line is still read.
  private static final int ODD = 12;

  private TextCheck() {}

  /// Whether a range is binary data. NULs don't count: they pad logs that a machine left in memory
  /// or that were cut off by a crash.
  static boolean binary(byte[] bytes, int from, int to) {
    int step = Math.max(WINDOW, (to - from) / WINDOWS);
    int odd = 0;
    int looked = 0;
    for (int window = from; window < to; window += step) {
      int stop = Math.min(to, window + WINDOW);
      for (int i = window; i < stop; i++) {
        int b = bytes[i];
        looked += b == 0 ? 0 : 1;
        odd += b > 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != 0x1b ? 1 : 0;
        odd += b == 0x7f ? 1 : 0;
      }
    }
    boolean empty = looked == 0 && to - from >= WINDOW;
    return empty || odd * ODD > looked && looked >= WINDOW;
  }
}
