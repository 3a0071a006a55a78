/// Block devices and what is cached of them: from a buffer or a page to the disk that it comes
/// from. Read [org.inquest.kernel.block.DiskBlock] and [org.inquest.kernel.block.CachedPage].
@NullMarked
package org.inquest.kernel.block;

import org.jspecify.annotations.NullMarked;
