/// The scheduler: what each CPU runs, what waits for it and since when (kernel/sched/sched.h). Read
/// [org.inquest.kernel.sched.RunQueues] first.
@NullMarked
package org.inquest.kernel.sched;

import org.jspecify.annotations.NullMarked;
