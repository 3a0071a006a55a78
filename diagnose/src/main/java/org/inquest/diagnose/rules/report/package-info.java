/// Reports of a console log that are told as they are: the kernel itself found something wrong, and
/// no memory is at hand to look further. Read [org.inquest.diagnose.rules.report.LoggedReportRule].
@NullMarked
package org.inquest.diagnose.rules.report;

import org.jspecify.annotations.NullMarked;
