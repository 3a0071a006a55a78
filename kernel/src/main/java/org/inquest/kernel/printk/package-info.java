/// The kernel's log, as `printk()` left it in memory: the ring buffer since v5.10, the record
/// buffer since v3.5, and the plain text before. Read [org.inquest.kernel.printk.KernelLog] first.
///
/// Follows kernel/printk/printk.c and kernel/printk/printk_ringbuffer.c. What the text says is not
/// this package's business: see `org.inquest.formats.oops`.
@NullMarked
package org.inquest.kernel.printk;

import org.jspecify.annotations.NullMarked;
