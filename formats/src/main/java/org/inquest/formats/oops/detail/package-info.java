/// What single families of reports say besides registers and stacks, as records: the object that
/// was accessed, the locks and their order, how long who has waited.
///
/// Read [org.inquest.formats.oops.detail.Detail] first. To add a family: a record that implements
/// it, with a static `of` over a report's lines, and its line in
/// [org.inquest.formats.oops.detail.Detail#of(java.util.List)]. Stacks are not repeated here: they
/// stand in [org.inquest.formats.oops.report.ReportParts] with whose they are.
@NullMarked
package org.inquest.formats.oops.detail;

import org.jspecify.annotations.NullMarked;
