package org.inquest.formats.dump;

/// The page frames of a dump. Safe for use by several threads.
public interface PhysicalPages {

  /// Bytes in a page: a power of two.
  int pageSize();

  /// One more than the highest page frame number that the container knows of.
  long limit();

  /// What is known of the frame without decompressing it (so never `UNDECODABLE`).
  PageStatus status(long frame);

  /// Reads one page.
  ///
  /// @param target at least [#pageSize] bytes; filled (with zeros for `ZERO`) where the answer is
  ///   readable, undefined otherwise
  /// @return what the page turned out to be
  PageStatus read(long frame, byte[] target);
}
