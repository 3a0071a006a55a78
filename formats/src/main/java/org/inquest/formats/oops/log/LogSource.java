package org.inquest.formats.oops.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.inquest.formats.oops.log.LogNotes.Form;

/// The text of a log, whatever it was stored as.
///
/// @param stream its bytes, as ASCII, UTF-8 or Latin-1
/// @param form what the file is
record LogSource(InputStream stream, Form form) {
  /// Bytes that are looked at; JSON of the journal names the message within them.
  private static final int HEAD = 4096;

  static LogSource of(InputStream log) throws IOException {
    PushbackInputStream plain = new PushbackInputStream(log, HEAD);
    byte[] head = head(plain);
    if (head.length > 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b) {
      PushbackInputStream unpacked = new PushbackInputStream(new GZIPInputStream(plain), HEAD);
      return of(unpacked, head(unpacked));
    }
    return of(plain, head);
  }

  private static byte[] head(PushbackInputStream in) throws IOException {
    byte[] head = in.readNBytes(HEAD);
    in.unread(head);
    return head;
  }

  private static LogSource of(InputStream in, byte[] head) throws IOException {
    int mark = head.length < 2 ? 0 : (head[0] & 0xff) << 8 | head[1] & 0xff;
    if (mark == 0xfffe || mark == 0xfeff) {
      in.skipNBytes(2);
      return new LogSource(new Utf16Stream(in, mark == 0xfeff), Form.UTF_16);
    }
    boolean mark8 = mark == 0xefbb && head.length > 2 && (head[2] & 0xff) == 0xbf;
    in.skipNBytes(mark8 ? 3 : 0);
    String text = new String(head, StandardCharsets.ISO_8859_1);
    boolean json =
        text.stripLeading().startsWith("{")
            && (text.contains("\"__REALTIME_TIMESTAMP\"") || text.contains("\"MESSAGE\""));
    return new LogSource(in, json ? Form.JSON : Form.TEXT);
  }
}
