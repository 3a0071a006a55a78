package org.inquest.diagnose.history.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Lines of any bytes, one at a time. Of long lines only the beginning is kept; bytes that are not
/// UTF-8 become U+FFFD.
final class GitLines {
  private static final int BUFFER = 1 << 16;

  /// Bytes of a line that are kept.
  private static final int KEPT = 4096;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private byte[] line = new byte[256];
  private int at;
  private int end;
  private long taken;

  GitLines(InputStream in) {
    this.in = in;
  }

  /// The next line without its end; null behind the last one.
  @Nullable String next() {
    int length = 0;
    boolean any = false;
    while (true) {
      if (at == end && !fill()) {
        return any ? text(length) : null;
      }
      any = true;
      int stop = at;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      int part = Math.min(stop - at, KEPT - length);
      if (length + part > line.length) {
        line = Arrays.copyOf(line, Math.min(KEPT, 2 * (length + part)));
      }
      System.arraycopy(buffer, at, line, length, part);
      length += part;
      boolean ended = stop < end;
      at = ended ? stop + 1 : stop;
      if (ended) {
        return text(length);
      }
    }
  }

  /// Bytes read so far.
  long taken() {
    return taken;
  }

  private String text(int length) {
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  private boolean fill() {
    try {
      int read = in.read(buffer);
      if (read <= 0) {
        return false;
      }
      at = 0;
      end = read;
      taken += read;
      return true;
    } catch (IOException e) {
      return false; // The process was ended; it is asked why when its end is waited for.
    }
  }
}
