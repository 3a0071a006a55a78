/// What a kernel says in its log when something goes wrong, from text to events. Read
/// [org.inquest.formats.oops.LogEventReader] first, then [org.inquest.formats.oops.LogEvent].
///
/// Knows the words of x86-64 kernels from 5.4 to 7.x (arch/x86/kernel/dumpstack.c,
/// arch/x86/mm/fault.c, kernel/panic.c, kernel/watchdog.c, kernel/hung_task.c, mm/oom_kill.c,
/// lib/list_debug.c) and nothing of memory, symbols or types: a console log is read in the same way
/// as the log in a dump. Other machines' words are not known yet.
///
/// Reports of a console log, in all machines' words and with titles, are found by
/// [org.inquest.formats.oops.report.ReportFinder], which shares [CodePlace], [TraceLine] and
/// [ReportBody] with this package.
///
/// To add a kind of report: its record, its first line in [org.inquest.formats.oops.Openings].
@NullMarked
package org.inquest.formats.oops;

import org.jspecify.annotations.NullMarked;
