/// Workqueues: which kernel thread does what others put off, and who waits for that. Read
/// [org.inquest.kernel.workqueue.Workers]; the C side is kernel/workqueue.c and
/// kernel/workqueue_internal.h.
@NullMarked
package org.inquest.kernel.workqueue;

import org.jspecify.annotations.NullMarked;
