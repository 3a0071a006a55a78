package org.inquest.formats.perf;

/// Takes records one after the other.
@FunctionalInterface
public interface RecordSink {
  /// @param record moves on when this returns
  /// @param time nanoseconds of the profile's clock; 0 where the record has no time
  void record(PerfRecord record, long time);
}
