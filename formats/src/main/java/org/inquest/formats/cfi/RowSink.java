package org.inquest.formats.cfi;

/// Takes the rows of an entry, one after the other.
@FunctionalInterface
public interface RowSink {
  /// @return whether to go on
  boolean row(FrameRow row);
}
