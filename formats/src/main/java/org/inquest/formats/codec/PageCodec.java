package org.inquest.formats.codec;

/// Unpacks one page. Implementations are safe for use by several threads.
public interface PageCodec {

  /// Name for messages: "zstd".
  String name();

  /// Unpacks the bytes of `packed` into the first `size` bytes of `target`.
  ///
  /// @return false where the bytes are damaged or do not give exactly `size` bytes; never throws
  ///   for bad content
  boolean unpack(byte[] packed, byte[] target, int size);
}
