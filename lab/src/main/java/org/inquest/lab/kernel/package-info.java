/// Kernels that guests boot: a Debian package's or one built by hand.
@NullMarked
package org.inquest.lab.kernel;

import org.jspecify.annotations.NullMarked;
