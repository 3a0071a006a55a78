/// The files of a running kernel by which faults are asked for, and how they come back to what they
/// were: below `/sys/kernel/debug`, `/sys/kernel/tracing`, `/sys/block` and `/proc`.
///
/// Read [org.inquest.lab.sweep.knob.KnobFiles] first: this machine's files, a fake tree, or those
/// of a guest that is asked over a line. All writing on a machine that somebody else uses goes
/// through [org.inquest.lab.sweep.knob.KnobState], which has each old value on disk before the
/// first new one is written. A file that isn't restored by writing what was read is a new constant
/// of [org.inquest.lab.sweep.knob.KnobKind].
@NullMarked
package org.inquest.lab.sweep.knob;

import org.jspecify.annotations.NullMarked;
