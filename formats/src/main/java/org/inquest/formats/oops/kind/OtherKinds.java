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
              .form("SYZFAIL: (.*)", NONE, "SYZ_FAILURE", "SYZFAIL: {1}")
              .alone(),
          Kind.of("SYZFATAL: ", "SYZFATAL: ", "SYZ_FAILURE")
              .form("SYZFATAL: (.*)", NONE, "SYZ_FAILURE", "SYZFATAL: {1}", "SYZFATAL")
              .alone(),
          Kind.of("VFS: Close", "VFS: Close: file count is 0", "DoS")
              .named("VFS: Close: file count is zero (use-after-free)")
              .alone(),
          Kind.of("unregister_netdevice", "unregister_netdevice: waiting for \\S+ to become", "DoS")
              .named("unregister_netdevice: waiting for DEV to become free")
              .alone(),
          Kind.of("BUG: ", "^(?:\\[ )?BUG: [A-Za-z]", "UNKNOWN"),
          Kind.of("INFO: ", "INFO: (?:Allocated|Freed) in ", "UNKNOWN"));

  private OtherKinds() {}
}
