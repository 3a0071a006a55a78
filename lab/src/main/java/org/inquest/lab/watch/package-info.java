/// Is a guest still alive? What its console tells while a reproducer runs in it.
@NullMarked
package org.inquest.lab.watch;

import org.jspecify.annotations.NullMarked;
