/// Commands about locks and who waits for them.
@NullMarked
package org.inquest.app.command.lock;

import org.jspecify.annotations.NullMarked;
