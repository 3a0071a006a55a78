package org.inquest.formats.bytes;

import java.lang.foreign.MemorySegment;

/// A file or something that looks like one: named, sized, readable anywhere, safe for use by several threads.
public interface ByteSource extends AutoCloseable {

  /// The name a person knows it by, for messages.
  String name();

  /// Size in bytes.
  long size();

  /// A view of `length` bytes from `offset`; no copy where the source allows it.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where the source ends before
  MemorySegment slice(long offset, long length);

  /// Whether `length` bytes exist from `offset`.
  default boolean has(long offset, long length) {
    return offset >= 0 && length >= 0 && offset <= size() && length <= size() - offset;
  }

  /// A cursor over a part of this source, little endian; its messages name this source and the offset in it.
  default Cursor cursor(long offset, long length) {
    return new Cursor(slice(offset, length), name(), offset);
  }

  @Override
  void close();
}
