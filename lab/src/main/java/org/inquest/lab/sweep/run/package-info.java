/// A sweep: cases in guests, one after another, what came of each, and a journal of it.
///
/// Read [org.inquest.lab.sweep.run.Sweep] first. What a case looks like is
/// [org.inquest.lab.sweep.run.SweepCase]; how it is judged, [org.inquest.lab.sweep.run.Judge].
@NullMarked
package org.inquest.lab.sweep.run;

import org.jspecify.annotations.NullMarked;
