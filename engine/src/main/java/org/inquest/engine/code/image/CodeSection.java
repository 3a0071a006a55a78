package org.inquest.engine.code.image;

/// A part of an image that lies together in memory.
///
/// @param name as the file has it, `.text`; of a dump the kernel's own word for it, `text`, or that
///   of the module: `text [ext4]`
/// @param address of the first byte
/// @param size bytes
/// @param executable whether it holds code
/// @param writable whether the running program may change it as data
public record CodeSection(
    String name, long address, long size, boolean executable, boolean writable) {

  /// Whether an address lies in it.
  public boolean contains(long other) {
    return Long.compareUnsigned(other - address, size) < 0;
  }

  /// The address behind its last byte.
  public long end() {
    return address + size;
  }
}
