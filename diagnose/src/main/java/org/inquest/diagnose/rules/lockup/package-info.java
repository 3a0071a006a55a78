/// CPUs that do something forever, and tasks that wait forever: real-time hogs, soft and hard
/// lockups, hung tasks, RCU stalls, and their opposite, the idle machine.
@NullMarked
package org.inquest.diagnose.rules.lockup;

import org.jspecify.annotations.NullMarked;
