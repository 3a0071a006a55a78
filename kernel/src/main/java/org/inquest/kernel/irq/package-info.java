/// Interrupts: which there are, who handles them, how often they came. Read
/// [org.inquest.kernel.irq.Interrupts].
@NullMarked
package org.inquest.kernel.irq;

import org.jspecify.annotations.NullMarked;
