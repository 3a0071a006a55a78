package org.inquest.formats.orc;

/// Reads words where the tables lie: they stay in the dump, since a lookup touches about twenty
/// words of three megabytes.
public interface OrcReader {
  /// Four bytes at an address, little endian.
  int readInt(long address);

  /// Two bytes at an address, little endian.
  short readShort(long address);
}
