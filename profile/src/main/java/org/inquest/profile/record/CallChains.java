package org.inquest.profile.record;

/// What a sample says about its callers.
public sealed interface CallChains {

  /// Nothing.
  record None() implements CallChains {}

  /// The kernel walks frame pointers of programs; its own stack by ORC.
  record FramePointers() implements CallChains {}

  /// Registers and a copy of the user's stack, to be unwound by call frame information later; the
  /// kernel's side as above.
  ///
  /// @param bytes of stack, a multiple of 8 up to 65,528
  record UserStack(int bytes) implements CallChains {
    /// What perf takes too.
    public static final int USUAL = 8192;

    /// `perf_event_open` refuses more.
    public static final int MOST = 65_528;
  }
}
