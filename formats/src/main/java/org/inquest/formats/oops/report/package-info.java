/// Reports of the kernel in a console log: found while it streams past, taken apart, given a title.
///
/// Read [org.inquest.formats.oops.report.ReportFinder] first: it cuts [LogReport]s out of a log of
/// any length. A report's headline (title, class, guilty function) is made by
/// [org.inquest.formats.oops.report.Headlines] from the tables in [org.inquest.formats.oops.kind],
/// its parts by [org.inquest.formats.oops.report.ReportParts], with the CPU's state from
/// [org.inquest.formats.oops.machine] and what its family says from
/// [org.inquest.formats.oops.detail]. Bytes become lines in [org.inquest.formats.oops.log].
///
/// To add a kind of report: a row in the table of its family in [org.inquest.formats.oops.kind],
/// and one in docs/oops-titles.md, which a test holds true.
@NullMarked
package org.inquest.formats.oops.report;

import org.jspecify.annotations.NullMarked;
