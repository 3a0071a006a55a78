package org.inquest.lab.sweep.agent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Words of one line: a blank, a control character, a percent sign and whatever is not ASCII are
/// written `%XX`, byte for byte.
public final class Quoting {
  private Quoting() {}

  /// The word as it is written.
  public static String quote(String word) {
    StringBuilder out = new StringBuilder();
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      if (b <= ' ' || b == '%' || b > '~') {
        out.append('%').append(String.format(Locale.ROOT, "%02X", b & 0xff));
      } else {
        out.append((char) b);
      }
    }
    return out.toString();
  }

  /// What was quoted; a `%` that begins nothing stays.
  public static String unquote(String word) {
    if (word.indexOf('%') < 0) {
      return word;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      int high =
          bytes[i] == (byte) 37 && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
      if (bytes[i] == '%' && low >= 0) {
        out.write(high << 4 | low);
        i += 2;
      } else {
        out.write(bytes[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
