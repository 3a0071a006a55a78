/// Rules about tasks that wait for each other, or for somebody who never comes. All read the
/// [org.inquest.diagnose.wait.WaitGraph].
@NullMarked
package org.inquest.diagnose.rules.locking;

import org.jspecify.annotations.NullMarked;
