/// The slab allocator: which caches there are and how much memory they hold. Read
/// [org.inquest.kernel.slab.SlabCaches] first. Leaves out single objects.
@NullMarked
package org.inquest.kernel.slab;

import org.jspecify.annotations.NullMarked;
