/// Stacks: from registers to frames, with how each frame is known. Read
/// [org.inquest.engine.unwind.Frame] first.
@NullMarked
package org.inquest.engine.unwind;

import org.jspecify.annotations.NullMarked;
