/// What a sweep will do, before it does anything: which cases there are, in which order, and what
/// is written to which file for each. Nothing here needs a guest.
///
/// Read [org.inquest.lab.sweep.plan.FaultCase], then [org.inquest.lab.sweep.plan.KnobPlan], which
/// says what is written, and [org.inquest.lab.sweep.plan.CaseChooser], which says what is tried and
/// in which order. Another way to choose what fails is another record of `FaultCase`.
@NullMarked
package org.inquest.lab.sweep.plan;

import org.jspecify.annotations.NullMarked;
