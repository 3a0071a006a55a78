/// Kernel stacks that were too small.
@NullMarked
package org.inquest.diagnose.rules.stack;

import org.jspecify.annotations.NullMarked;
