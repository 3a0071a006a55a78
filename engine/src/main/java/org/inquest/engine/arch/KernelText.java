package org.inquest.engine.arch;

/// Tells code of the kernel and its modules from other addresses.
@FunctionalInterface
public interface KernelText {
  /// Whether the address is in the text of the kernel or a loaded module.
  boolean contains(long address);
}
