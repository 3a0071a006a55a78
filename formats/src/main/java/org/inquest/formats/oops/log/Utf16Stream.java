package org.inquest.formats.oops.log;

import java.io.IOException;
import java.io.InputStream;

/// UTF-16 as bytes of ASCII. Whatever is no ASCII becomes a question mark: kernels print none.
final class Utf16Stream extends InputStream {
  private final InputStream in;
  private final boolean big;
  private byte[] pairs = new byte[0];

  Utf16Stream(InputStream in, boolean big) {
    this.in = in;
    this.big = big;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (pairs.length < 2 * length) {
      pairs = new byte[2 * length];
    }
    int units = in.readNBytes(pairs, 0, 2 * length) / 2;
    for (int i = 0; i < units; i++) {
      byte high = pairs[2 * i + (big ? 0 : 1)];
      byte low = pairs[2 * i + (big ? 1 : 0)];
      to[offset + i] = high == 0 && low >= 0 ? low : (byte) '?';
    }
    return units == 0 ? -1 : units;
  }
}
