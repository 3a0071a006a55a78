package org.inquest.engine.code.flow;

import java.util.List;

/// An origin, and what was seen on the way back to it.
///
/// @param origin where the value comes from
/// @param proven whether nothing but the ABI was assumed; otherwise a part of the function could
///   not be followed, or a slot lies above another one whose address was handed out
/// @param tests what the code compared the value with between its origin and the place asked for,
///   on any path
public record Traced(Origin origin, boolean proven, List<Test> tests) {
  public Traced {
    tests = List.copyOf(tests);
  }

  /// A comparison of the value.
  ///
  /// @param site address of the instruction
  /// @param with what it is compared with; 0 for a test of a register with itself
  public record Test(long site, long with) {
    /// The kernel's `MAX_ERRNO` (include/linux/err.h).
    private static final int MAX_ERRNO = 4095;

    /// Whether it tells an error number from a pointer: `IS_ERR()`.
    public boolean ofError() {
      return with >= -MAX_ERRNO - 1 && with < -MAX_ERRNO + 1;
    }
  }

  /// Whether nothing compared the value with anything.
  public boolean untested() {
    return tests.isEmpty();
  }
}
