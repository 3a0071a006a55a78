/// The kernel's side of profiling: `perf_event_open` and what belongs to it, behind an interface,
/// so that what a machine refuses can be tested on one that does not.
///
/// Read [org.inquest.profile.system.PerfSystem] first; [org.inquest.profile.system.LinuxPerfSystem]
/// is the real one. Numbers are those of `include/uapi/linux/perf_event.h` and the manual page
/// perf_event_open(2). To add a call: a method that returns what the kernel returns, an errno as a
/// negative number, and its number in [org.inquest.profile.system.SyscallNumbers].
@NullMarked
package org.inquest.profile.system;

import org.jspecify.annotations.NullMarked;
