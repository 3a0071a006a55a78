/// What can be counted and sampled: hardware, software and cache events, raw numbers, tracepoints,
/// breakpoints and the PMUs of `/sys/bus/event_source/devices`; and what this machine has of them.
///
/// Read [org.inquest.profile.event.EventSpec] first: an event as it was asked for, ready for
/// `perf_event_open`. [org.inquest.profile.event.EventParser] makes them from what people type, by
/// perf's words or oprofile's. [org.inquest.profile.event.EventCatalog] lists what there is, and
/// [org.inquest.profile.event.EventProbe] tries each: whether an event works here is never guessed.
/// An event with a name of its own is a row in [org.inquest.profile.event.NamedEvents].
@NullMarked
package org.inquest.profile.event;

import org.jspecify.annotations.NullMarked;
