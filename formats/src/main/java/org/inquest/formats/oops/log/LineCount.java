package org.inquest.formats.oops.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds and counts the ends of lines, eight bytes at a time.
final class LineCount {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;

  /// Bytes at the beginning of a log that tell how its lines end.
  private static final int SAMPLE = 64 << 10;

  private long lines;
  private long cut;
  private long longest;

  /// Bytes of the line that is not over yet.
  private long open;

  /// How lines end: with a carriage return only where there are no line feeds.
  static byte usual(byte[] bytes, int to) {
    byte end = '\n';
    for (int i = 0; i < Math.min(to, SAMPLE); i++) {
      if (bytes[i] == '\n') {
        return '\n';
      }
      end = bytes[i] == '\r' ? (byte) '\r' : end;
    }
    return end;
  }

  /// A line is over.
  ///
  /// @param length bytes of it that were not counted by [#longer(int)]
  void line(int length) {
    long whole = open + length;
    open = 0;
    lines++;
    longest = Math.max(longest, whole);
    if (whole > LogReader.MAX_LINE) {
      cut++;
    }
  }

  /// A line goes on after so many bytes.
  void longer(int length) {
    open += length;
  }

  /// The log is over, also where its last line has no end.
  void end() {
    if (open > 0) {
      line(0);
    }
  }

  /// Counts the lines that end in a range.
  ///
  /// @return where the line begins that does not
  int lines(byte[] bytes, int from, int to, byte end) {
    int start = from;
    int stop = indexOf(bytes, start, to, end);
    while (stop >= 0) {
      line(stop - start);
      start = stop + 1;
      stop = indexOf(bytes, start, to, end);
    }
    return start;
  }

  /// The next byte of a value, -1 where there is none: a zero byte of `x` is told by the borrow of
  /// `x - 1` (Knuth, The Art of Computer Programming 4A, 7.1.3).
  int indexOf(byte[] bytes, int from, int to, byte value) {
    long wanted = ONES * (value & 0xff);
    int at = from;
    while (at + Long.BYTES <= to) {
      long word = (long) WORDS.get(bytes, at) ^ wanted;
      long found = word - ONES & ~word & HIGHS;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >> 3);
      }
      at += Long.BYTES;
    }
    for (; at < to; at++) {
      if (bytes[at] == value) {
        return at;
      }
    }
    return -1;
  }

  long lines() {
    return lines;
  }

  long cut() {
    return cut;
  }

  long longest() {
    return Math.max(longest, open);
  }
}
