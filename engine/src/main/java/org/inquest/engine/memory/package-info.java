/// Physical and virtual memory of a target. Knows numbers (page-table root, phys_base), never
/// symbols or types.
///
/// Read [org.inquest.engine.memory.VirtualMemory] first.
@NullMarked
package org.inquest.engine.memory;

import org.jspecify.annotations.NullMarked;
