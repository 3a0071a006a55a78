/// Which allocation sites a workload reaches while nothing fails: the kernel's own histograms of
/// `events/kmem` by stack (Documentation/trace/histogram.rst).
///
/// Read [org.inquest.lab.sweep.count.Counting] first, then [org.inquest.lab.sweep.count.Site]:
/// stacks that were counted and stacks of injected failures give equal sites. Another event is a
/// row in `Counting`.
@NullMarked
package org.inquest.lab.sweep.count;

import org.jspecify.annotations.NullMarked;
