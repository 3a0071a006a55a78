/// Broken data structures in memory, and memory that ran out.
@NullMarked
package org.inquest.diagnose.rules.memory;

import org.jspecify.annotations.NullMarked;
