/// Archives for a guest's first file system, in the only format the kernel unpacks: cpio "newc".
///
/// Follows `Documentation/driver-api/early-userspace/buffer-format.rst` of the kernel. Writing
/// only; the lab never reads an archive back.
@NullMarked
package org.inquest.lab.cpio;

import org.jspecify.annotations.NullMarked;
