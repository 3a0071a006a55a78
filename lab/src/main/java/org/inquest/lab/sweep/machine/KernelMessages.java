package org.inquest.lab.sweep.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.fault.Unavailable;

/// What the kernel of this machine says, from `/dev/kmsg`, as lines of a console.
///
/// Each read gives one record: `PRIORITY,NUMBER,MICROSECONDS,FLAGS;TEXT`, then lines with a blank
/// before them that say which device it is about (Documentation/ABI/testing/dev-kmsg).
final class KernelMessages implements AutoCloseable {
  private static final int MOST_RECORD = 8192;
  private static final Pattern RECORD =
      Pattern.compile("\\d+,\\d+,(\\d+),[^;]*;([^\\n]*)(?:\\n.*)?", Pattern.DOTALL);

  private static final Pattern ESCAPED = Pattern.compile("\\\\x([0-9a-f]{2})");

  private final InputStream in;
  private volatile boolean closed;

  private KernelMessages(InputStream in) {
    this.in = in;
  }

  /// Tells all that the kernel has said and will say, until it is closed.
  ///
  /// @throws Unavailable if it may not be read
  static KernelMessages follow(Path file, Consumer<String> line) {
    try {
      KernelMessages messages = new KernelMessages(Files.newInputStream(file));
      Thread.ofPlatform().daemon().name("kmsg").start(() -> messages.read(line));
      return messages;
    } catch (IOException e) {
      throw new Unavailable(file + " can't be read (" + e.getMessage() + ")", "be root");
    }
  }

  /// A record as a console shows it, in one line or several; text of another form stays as it is.
  static List<String> console(String record) {
    Matcher m = RECORD.matcher(record);
    if (!m.matches()) {
      return List.of(record.stripTrailing());
    }
    long microseconds = Long.parseLong(m.group(1));
    String stamp =
        String.format(
            Locale.ROOT, "[%5d.%06d] ", microseconds / 1_000_000, microseconds % 1_000_000);
    return plain(m.group(2)).lines().map(line -> stamp + line).toList();
  }

  /// Bytes that are not printable come as `\xNN`, the end of a line within a message too.
  private static String plain(String text) {
    return ESCAPED
        .matcher(text)
        .replaceAll(found -> {
          char code = (char) Integer.parseInt(found.group(1), 16);
          return Matcher.quoteReplacement(String.valueOf(code));
        });
  }

  private void read(Consumer<String> line) {
    byte[] record = new byte[MOST_RECORD];
    int broken = 0;
    while (!closed && broken < 100) {
      try {
        int length = in.read(record);
        if (length < 0) {
          return;
        }
        broken = 0;
        console(new String(record, 0, length, StandardCharsets.UTF_8)).forEach(line);
      } catch (IOException e) {
        // EPIPE: records were overwritten before they were read; the next read gives what is left.
        broken++;
      }
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    in.close();
  }
}
