/// RCU: whether a grace period hangs, and who holds it up (kernel/rcu/tree.h). Read
/// [org.inquest.kernel.rcu.GracePeriod].
@NullMarked
package org.inquest.kernel.rcu;

import org.jspecify.annotations.NullMarked;
