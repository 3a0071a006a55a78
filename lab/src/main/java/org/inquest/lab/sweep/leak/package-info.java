/// Memory that a kernel did not give back: what kmemleak calls unreferenced, and caches that grow.
///
/// Read [org.inquest.lab.sweep.leak.MemoryLook] first.
@NullMarked
package org.inquest.lab.sweep.leak;

import org.jspecify.annotations.NullMarked;
