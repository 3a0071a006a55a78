package org.inquest.profile.model;

/// A mapping of code.
///
/// @param start the first address
/// @param end the first address behind it
/// @param offset where it begins in its file; the kernel's code counts by address
/// @param binary whose code it is
record Region(long start, long end, long offset, Binary binary) {
  /// The offset in the binary's file of an address.
  long offsetOf(long address) {
    return address - start + offset;
  }
}
