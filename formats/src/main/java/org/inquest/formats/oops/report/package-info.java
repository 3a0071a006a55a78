/// Reports of the kernel in a console log: found while it streams past, taken apart, given a title.
///
/// Read [org.inquest.formats.oops.report.ReportFinder] first: it cuts [LogReport]s out of a log of
/// any length. A report's headline (title, class, guilty function) is made by
/// [org.inquest.formats.oops.report.Headlines] from the tables in [org.inquest.formats.oops.kind],
/// its parts by [org.inquest.formats.oops.report.ReportParts]. To add a kind of report: a row in
/// the table of its family there.
@NullMarked
package org.inquest.formats.oops.report;

import org.jspecify.annotations.NullMarked;
