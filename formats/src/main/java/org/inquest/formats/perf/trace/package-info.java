/// What the records of tracepoints hold: the kernel's own description of their fields, which a
/// profile brings along (the feature TRACING_DATA, or a record of a pipe).
///
/// Follows tools/perf/util/trace-event-info.c and Documentation/trace/events.rst. Begin with
/// [org.inquest.formats.perf.trace.TraceFormats]; offsets are never taken from anywhere else, since
/// kernels add fields and move them.
@NullMarked
package org.inquest.formats.perf.trace;

import org.jspecify.annotations.NullMarked;
