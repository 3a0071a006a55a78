/// Locks: who holds them, in which mode, with which flags. Each record is one lock as the dump has
/// it; who waits for it is the business of [org.inquest.kernel.wait.StackWaits].
///
/// A new kind of lock is a new record with a `read`.
@NullMarked
package org.inquest.kernel.lock;

import org.jspecify.annotations.NullMarked;
