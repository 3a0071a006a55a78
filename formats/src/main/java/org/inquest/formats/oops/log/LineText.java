package org.inquest.formats.oops.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Makes characters of a line's bytes.
final class LineText {
  private static final char ESCAPE = 0x1b;

  private LineText() {}

  /// UTF-8 where the bytes are that, else Latin-1, in which every byte is a character. NULs, which
  /// serial lines and memory that was never written leave, and terminals' escape sequences are left
  /// out.
  static String decode(byte[] bytes) {
    boolean ascii = true;
    boolean odd = false;
    for (byte each : bytes) {
      ascii &= each >= 0;
      odd |= each == 0 || each == ESCAPE;
    }
    String text = ascii ? new String(bytes, StandardCharsets.ISO_8859_1) : wide(bytes);
    return odd ? plain(text) : text;
  }

  private static String wide(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /// Without NULs and without `ESC [ ... letter` (ECMA-48, 5.4 "Control sequences").
  private static String plain(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == ESCAPE && at < text.length() && text.charAt(at) == '[') {
        at++;
        while (at < text.length() && text.charAt(at) >= 0x20 && text.charAt(at) < 0x40) {
          at++;
        }
        at++;
      } else if (c != 0 && c != ESCAPE) {
        out.append(c);
      }
    }
    return out.toString();
  }
}
