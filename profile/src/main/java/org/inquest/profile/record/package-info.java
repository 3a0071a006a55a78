/// Recording: events are opened, their rings drained into a file, and what was mapped before is
/// written down beside it. The file is perf's own format
/// (`tools/perf/Documentation/perf.data-file-format.txt`), which perf and
/// [org.inquest.formats.perf] read.
///
/// Read [org.inquest.profile.record.Recorder] first: it is the order of things.
/// [org.inquest.profile.record.OpenEvents] opens, [org.inquest.profile.record.Ring] is one CPU's
/// memory shared with the kernel, [org.inquest.profile.record.DataFile] the file, and
/// [org.inquest.profile.record.ExistingProcesses], [org.inquest.profile.record.KernelMappings] and
/// [org.inquest.profile.record.MadeKernelCode] tell what the kernel would have told, had it been
/// asked earlier. Samples are never looked at one by one: what the kernel wrote goes to the file as
/// it is. To add a section of the header: a method in [org.inquest.profile.record.Features].
@NullMarked
package org.inquest.profile.record;

import org.jspecify.annotations.NullMarked;
