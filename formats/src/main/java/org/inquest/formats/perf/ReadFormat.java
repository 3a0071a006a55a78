package org.inquest.formats.perf;

/// The bits of `perf_event_attr.read_format` (`enum perf_event_read_format`): what stands beside a
/// counter's value.
public final class ReadFormat {
  /// u64: nanoseconds that the event was enabled.
  public static final long TOTAL_TIME_ENABLED = 1;

  /// u64: nanoseconds that it was counted.
  public static final long TOTAL_TIME_RUNNING = 1 << 1;

  /// u64: the event's id.
  public static final long ID = 1 << 2;

  /// u64 count, times, then a value for each of a group.
  public static final long GROUP = 1 << 3;

  /// u64: lost samples (Linux 6.0).
  public static final long LOST = 1 << 4;

  private ReadFormat() {}

  /// Where the first value stands in a sample's group of them.
  static int firstValue(long format) {
    return (format & GROUP) == 0 ? 0 : (1 + times(format)) * Long.BYTES;
  }

  /// How far a value's id stands behind it; 0 where it has none.
  static int idBehind(long format) {
    if ((format & ID) == 0) {
      return 0;
    }
    return (format & GROUP) == 0 ? (1 + times(format)) * Long.BYTES : Long.BYTES;
  }

  /// Bytes from one value of a group to the next.
  static int each(long format) {
    return (1 + ((format & ID) == 0 ? 0 : 1) + ((format & LOST) == 0 ? 0 : 1)) * Long.BYTES;
  }

  private static int times(long format) {
    return ((format & TOTAL_TIME_ENABLED) == 0 ? 0 : 1)
        + ((format & TOTAL_TIME_RUNNING) == 0 ? 0 : 1);
  }

  /// Bytes from the first one of the values, for a group of `members`; a single event has one.
  static long size(long format, long members) {
    return (format & GROUP) == 0
        ? (long) times(format) * Long.BYTES + each(format)
        : firstValue(format) + members * each(format);
  }
}
