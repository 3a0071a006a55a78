/// Counts samples: by function, binary, thread, CPU, control group and time, and as a tree of
/// calls.
///
/// Begin with [org.inquest.profile.report.Counting], which makes a
/// [org.inquest.profile.report.CountTable] in one pass; [org.inquest.profile.report.CallTree] is
/// the tree.
@NullMarked
package org.inquest.profile.report;

import org.jspecify.annotations.NullMarked;
