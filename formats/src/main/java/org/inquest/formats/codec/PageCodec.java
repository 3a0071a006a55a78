package org.inquest.formats.codec;

import java.lang.foreign.MemorySegment;

/// Unpacks one page. Implementations are safe for use by several threads.
public interface PageCodec {

  /// Name for messages: "zstd".
  String name();

  /// Unpacks `packed` into exactly `size` bytes of `target`.
  ///
  /// @return false where the bytes are damaged or do not give exactly `size` bytes; never throws for bad content
  boolean unpack(MemorySegment packed, byte[] target, int size);
}
