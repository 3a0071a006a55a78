/// How the kernel's life ended: which CPU panicked, for which reason, and what it was set to panic
/// for (kernel/panic.c). Read [org.inquest.kernel.panic.Ending] first.
@NullMarked
package org.inquest.kernel.panic;

import org.jspecify.annotations.NullMarked;
