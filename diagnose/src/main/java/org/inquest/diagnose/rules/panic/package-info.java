/// What ended the kernel's life when that is not the reason, and panics that are.
@NullMarked
package org.inquest.diagnose.rules.panic;

import org.jspecify.annotations.NullMarked;
