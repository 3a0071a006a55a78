package org.inquest.formats.oops.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.inquest.formats.oops.log.LogNotes.Form;

/// Reads a log of any length in pieces of a bounded size and hands its lines on.
///
/// While the sink does not want all lines, nothing is made of those that hold none of its anchors:
/// they are only counted. Lines end at a line feed, at a carriage return and a line feed, or at a
/// carriage return alone, which serial lines and progress bars leave; the number of a line counts
/// line feeds, as editors do, unless there are none at all.
public final class LogReader {
  /// Bytes of a line that are looked at; the kernel itself cuts at 1,024.
  public static final int MAX_LINE = 16 << 10;

  private static final int BUFFER = 1 << 20;

  private final LineSink sink;
  private final Anchors anchors;
  private final LineCount count;
  private byte end = '\n';

  /// Whether what comes next is the rest of a line whose beginning was handed on.
  private boolean skipping;

  private long bytes;
  private long binary;

  private LogReader(LineSink sink) {
    this.sink = sink;
    this.anchors = new Anchors(sink.anchors());
    this.count = new LineCount();
  }

  /// Reads a log to its end. Text packed by gzip is unpacked, UTF-16 is made UTF-8.
  ///
  /// @param log is not closed
  /// @throws IOException where the log can't be read any further; what was read until then has been
  ///   handed on
  public static LogNotes read(InputStream log, LineSink sink) throws IOException {
    LogSource source = LogSource.of(log);
    LogReader reader = new LogReader(sink);
    if (source.form() == Form.TEXT || source.form() == Form.UTF_16) {
      reader.readAll(source.stream());
    }
    reader.count.end();
    Form form = reader.bytes > 0 && reader.binary == reader.bytes ? Form.BINARY : source.form();
    return new LogNotes(
        form,
        reader.bytes,
        reader.count.lines(),
        reader.count.cut(),
        reader.count.longest(),
        reader.binary);
  }

  private void readAll(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int kept = 0;
    boolean first = true;
    while (true) {
      int got = in.readNBytes(buffer, kept, BUFFER - kept);
      int to = kept + got;
      bytes += got;
      if (first) {
        end = LineCount.usual(buffer, to);
        first = false;
      }
      if (got < BUFFER - kept) {
        lines(buffer, to, true);
        return;
      }
      int done = lines(buffer, to, false);
      kept = to - done;
      System.arraycopy(buffer, done, buffer, 0, kept);
    }
  }

  /// Takes what is whole of a piece.
  ///
  /// @return bytes that are done
  private int lines(byte[] buffer, int to, boolean last) {
    int from = 0;
    if (skipping) {
      int stop = count.indexOf(buffer, 0, to, end);
      if (stop < 0) {
        count.longer(to);
        return to;
      }
      count.line(stop);
      from = stop + 1;
      skipping = false;
    }
    if (TextCheck.binary(buffer, from, to)) {
      binary += to - from;
      count.longer(to - count.lines(buffer, from, to, end));
      return to;
    }
    int whole = last ? to : 1 + lastIndexOf(buffer, from, to);
    whole(buffer, from, whole, last);
    from = whole;
    if (!last && to - from > MAX_LINE) {
      // A line without an end in sight: its beginning is all that is wanted.
      beginning(buffer, from, to);
      skipping = true;
      count.longer(to - from);
      return to;
    }
    return from;
  }

  private void whole(byte[] buffer, int from, int to, boolean last) {
    int at = from;
    while (at < to) {
      int start = at;
      if (!sink.wantsAll()) {
        int hit = anchors.find(buffer, at, to);
        if (hit < 0) {
          int rest = count.lines(buffer, at, to, end);
          if (last && rest < to) {
            count.line(to - rest);
          }
          return;
        }
        start = count.lines(buffer, at, hit, end);
      }
      int stop = count.indexOf(buffer, start, to, end);
      stop = stop < 0 ? to : stop;
      hand(buffer, start, stop);
      count.line(stop - start);
      at = stop + 1;
    }
  }

  private void beginning(byte[] buffer, int from, int to) {
    int stop = Math.min(to, from + MAX_LINE);
    if (sink.wantsAll() || anchors.find(buffer, from, stop) >= 0) {
      hand(buffer, from, stop);
    }
  }

  /// Hands a line on, in pieces where carriage returns stand in it.
  private void hand(byte[] buffer, int from, int to) {
    int stop = Math.min(to, from + MAX_LINE);
    int at = from;
    for (int i = from; i <= stop; i++) {
      boolean over = i == stop;
      if (over || buffer[i] == '\r') {
        if (i > at || over && at == from) {
          sink.accept(count.lines(), LineText.decode(Arrays.copyOfRange(buffer, at, i)));
        }
        at = i + 1;
      }
    }
  }

  private int lastIndexOf(byte[] buffer, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (buffer[i] == end) {
        return i;
      }
    }
    return from - 1;
  }
}
