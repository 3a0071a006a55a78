/// Machines: registers, page tables, exception frames. Read [org.inquest.engine.arch.Architecture]
/// first; its comment is the checklist for a new machine.
@NullMarked
package org.inquest.engine.arch;

import org.jspecify.annotations.NullMarked;
