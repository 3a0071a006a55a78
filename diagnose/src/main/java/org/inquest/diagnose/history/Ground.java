package org.inquest.diagnose.history;

/// Why a commit is thought to have something to do with a crash.
///
/// @param points for it; against it where negative
/// @param clause what a reader can check: "fixes 0123456789ab, which changed ext4_foo()"
public record Ground(int points, String clause) {}
