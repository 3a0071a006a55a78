package org.inquest.formats.oops.kind;

import static org.inquest.formats.oops.kind.Kind.Frames.NONE;

import java.util.List;

/// What belongs to no family.
final class OtherKinds {
  static final List<Kind> ROWS =
      List.of(
          Kind.of("Busy inodes", "VFS: Busy inodes after unmount", "DoS")
              .named("VFS: Busy inodes after unmount (use-after-free)")
              .alone(),
          Kind.of("SYZFAIL: ", "SYZFAIL: ", "SYZ_FAILURE")
              .form("SYZFAIL: (.*)", NONE, "SYZ_FAILURE", "SYZFAIL: {1}").alone(),
          Kind.of("SYZFATAL: ", "SYZFATAL: ", "SYZ_FAILURE")
              .form("SYZFATAL: (.*)", NONE, "SYZ_FAILURE", "SYZFATAL: {1}", "SYZFATAL").alone(),
          Kind.of("INFO: ", "INFO: (?:Allocated|Freed) in ", "UNKNOWN"));

  private OtherKinds() {}
}
