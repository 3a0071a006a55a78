/// Walks over the kernel's lists and trees: bounded, and each says how it ended. Read
/// [org.inquest.kernel.list.Walk] first.
@NullMarked
package org.inquest.kernel.list;

import org.jspecify.annotations.NullMarked;
