/// Commands about tasks and their stacks.
@NullMarked
package org.inquest.app.command.task;

import org.jspecify.annotations.NullMarked;
