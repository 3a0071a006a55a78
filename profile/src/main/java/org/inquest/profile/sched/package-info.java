/// Who had to wait for a CPU, who slept, and who woke whom: what a profile with the scheduler's
/// tracepoints tells.
///
/// Follows include/trace/events/sched.h and kernel/sched/core.c. Begin with
/// [org.inquest.profile.sched.SchedAnalysis]. A sample becomes one event of
/// [org.inquest.profile.sched.SchedEvent]; [org.inquest.profile.sched.Timekeeper] moves tasks from
/// state to state by them. What is kept is per task and per CPU, or the longest of its kind, so
/// that memory does not grow with the length of a recording.
@NullMarked
package org.inquest.profile.sched;

import org.jspecify.annotations.NullMarked;
