/// Counting without samples: how often each event happened, to a command, a process or the machine.
///
/// Read [org.inquest.profile.stat.Counting] first. A CPU with fewer counters than events counts
/// them in turns; the kernel tells how long each was counted, and
/// [org.inquest.profile.stat.EventCount] scales by it.
@NullMarked
package org.inquest.profile.stat;

import org.jspecify.annotations.NullMarked;
