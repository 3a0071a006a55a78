/// What tasks wait for: the object, found by the entry that a waiting task puts on its own stack
/// and links into the object's queue. Read [org.inquest.kernel.wait.StackWaits] first.
///
/// To add a kind of wait: its functions in [org.inquest.kernel.wait.WaitFunctions], its entry in
/// [org.inquest.kernel.wait.WaiterLayout].
@NullMarked
package org.inquest.kernel.wait;

import org.jspecify.annotations.NullMarked;
