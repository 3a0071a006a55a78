/// Tasks: who there is, in which state, on which CPU, with which stack. Read
/// [org.inquest.kernel.task.Tasks] first.
@NullMarked
package org.inquest.kernel.task;

import org.jspecify.annotations.NullMarked;
