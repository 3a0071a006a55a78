package org.inquest.formats.perf;

/// Marks between the addresses of a call chain (`enum perf_callchain_context`): whose code the
/// following addresses are. Compared unsigned, all are at least [#MAX].
public final class CallChainContext {
  /// A hypervisor's.
  public static final long HYPERVISOR = -32;

  /// The kernel's.
  public static final long KERNEL = -128;

  /// The program's.
  public static final long USER = -512;

  /// The program's, which a later record tells (Linux 6.19).
  public static final long USER_DEFERRED = -640;

  /// A guest's.
  public static final long GUEST = -2048;

  /// A guest kernel's.
  public static final long GUEST_KERNEL = -2176;

  /// The program's in a guest.
  public static final long GUEST_USER = -2560;

  /// The least of the numbers that are marks.
  public static final long MAX = -4095;

  private CallChainContext() {}

  /// Whether a word of a call chain is a mark and no address.
  public static boolean isMark(long word) {
    return Long.compareUnsigned(word, MAX) >= 0;
  }
}
