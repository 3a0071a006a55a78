/// The lab's commands: they need no dump, they make one.
@NullMarked
package org.inquest.app.command.lab;

import org.jspecify.annotations.NullMarked;
