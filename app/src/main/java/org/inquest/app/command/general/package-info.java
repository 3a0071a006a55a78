/// Commands about the program and the dump as a whole.
@NullMarked
package org.inquest.app.command.general;

import org.jspecify.annotations.NullMarked;
