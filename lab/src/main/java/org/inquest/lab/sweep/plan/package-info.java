/// What a sweep will do, before it does anything: what can be made to fail and how, in which order,
/// and what is written to which file for each. Nothing here needs a guest.
///
/// Read [org.inquest.lab.sweep.plan.Failure], then [org.inquest.lab.sweep.plan.KnobPlan], which
/// says what is written, and [org.inquest.lab.sweep.plan.SiteOrder], which says what comes first.
/// Another way to choose what fails is another record of `Failure`.
@NullMarked
package org.inquest.lab.sweep.plan;

import org.jspecify.annotations.NullMarked;
