/// Profiles that perf and `inquest profile record` write (perf.data): the records of
/// perf_event_open(2), and the file around them.
///
/// Follows include/uapi/linux/perf_event.h and tools/perf/Documentation/perf.data-file-format.txt
/// of Linux 5.10 to 7.2. Layouts: [org.inquest.formats.perf.PerfEventAttr],
/// [org.inquest.formats.perf.RecordType], [org.inquest.formats.perf.SampleType]. To read a file,
/// begin with [org.inquest.formats.perf.PerfData]; its records are looked at in place, through one
/// [org.inquest.formats.perf.PerfRecord] that is moved from each to the next.
///
/// A number that is not known here stays the number that it is: such records are counted and passed
/// over, such features kept as bytes.
@NullMarked
package org.inquest.formats.perf;

import org.jspecify.annotations.NullMarked;
