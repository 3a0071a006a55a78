package org.inquest.formats.testkit;

import java.util.Random;

/// Page contents for tests.
public final class TestPages {
  private TestPages() {}

  /// Packs well: words that repeat, different for each seed.
  public static byte[] text(int size, long seed) {
    Random random = new Random(seed);
    byte[] page = new byte[size];
    for (int at = 0; at < size; ) {
      int run = 1 + random.nextInt(40);
      byte letter = (byte) ('a' + random.nextInt(26));
      for (int i = 0; i < run && at < size; i++) {
        page[at++] = (byte) (letter + i % 5);
      }
    }
    return page;
  }

  /// Does not pack at all.
  public static byte[] noise(int size, long seed) {
    byte[] page = new byte[size];
    new Random(seed).nextBytes(page);
    return page;
  }
}
