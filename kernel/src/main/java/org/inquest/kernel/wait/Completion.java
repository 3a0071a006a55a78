package org.inquest.kernel.wait;

import org.inquest.engine.object.KObject;

/// `struct completion` (include/linux/completion.h): nobody holds it, somebody is expected to
/// complete it.
///
/// @param address of the `struct completion`
/// @param done how many waiters may still pass; UINT_MAX/2 and more after complete_all()
public record Completion(long address, long done) {

  /// Reads a completion.
  ///
  /// @param completion `struct completion`
  /// @throws org.inquest.formats.fault.MemoryFault where it is not in the dump
  public static Completion read(KObject completion) {
    return new Completion(completion.address(), completion.member("done").asUnsigned());
  }
}
