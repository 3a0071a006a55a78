package org.inquest.formats.bytes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A file or something that looks like one: named, sized, readable anywhere, safe for use by
/// several threads.
public interface ByteSource extends AutoCloseable {

  /// The name a person knows it by, for messages.
  String name();

  /// Where it is in the file system, for those that look for other files beside it; empty for bytes
  /// that are nowhere.
  default Optional<Path> path() {
    return Optional.empty();
  }

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

  /// Eight bytes at `offset`, little endian, without the cost of a slice: on a cold JVM that is ten
  /// times the read.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where the source ends before
  default long u64(long offset) {
    return slice(offset, Long.BYTES).get(Bytes.U64, 0);
  }

  /// Copies `length` bytes from `offset` to `target` from index `at`.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where the source ends before
  default void copy(long offset, byte[] target, int at, int length) {
    MemorySegment.copy(slice(offset, length), ValueLayout.JAVA_BYTE, 0, target, at, length);
  }

  /// What is wrong with the source as far as opening it showed, a sentence each.
  default List<String> gaps() {
    return List.of();
  }

  /// A cursor over a part of this source, little endian; its messages name this source and the
  /// offset in it.
  default Cursor cursor(long offset, long length) {
    return new Cursor(slice(offset, length), name(), offset);
  }

  @Override
  void close();
}
