package org.inquest.engine.arch;

/// Tells code of the kernel and its modules from other addresses.
public interface KernelText {
  /// Whether the address is in the text of the kernel or a loaded module.
  boolean contains(long address);

  /// Where the function that holds an address begins, or 0 where that is unknown.
  long functionAt(long address);
}
