package org.inquest.engine.code.image;

/// Bytes that lie together, read.
///
/// @param address of the first one
/// @param bytes shared by all who ask: never write to them
@SuppressWarnings("ArrayRecordComponent") // a whole kernel's text: copying it is what must not be
public record Code(long address, byte[] bytes) {

  /// The address behind the last byte.
  public long end() {
    return address + bytes.length;
  }

  /// Whether an address lies in it.
  public boolean contains(long other) {
    return Long.compareUnsigned(other - address, bytes.length) < 0;
  }

  /// Where in [#bytes] an address is.
  public int offset(long of) {
    return (int) (of - address);
  }
}
