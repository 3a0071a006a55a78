package org.inquest.engine.user;

/// A part of a process's address space.
///
/// @param start the first address
/// @param end the first address behind it
/// @param executable whether code in it can run
/// @param offset where it begins in its file, in bytes
/// @param file whatever tells its file from others: equal for mappings of one file; 0 for memory
///   that no file is behind
/// @param name the file's path, or `[vdso]`, `[stack]` and the like; empty where nobody knows
public record Mapping(
    long start, long end, boolean executable, long offset, long file, String name) {

  /// Whether an address lies in it.
  public boolean contains(long address) {
    return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
  }

  /// The name without folders: `libc.so.6`.
  public String shortName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
