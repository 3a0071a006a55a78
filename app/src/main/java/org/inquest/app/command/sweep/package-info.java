/// Commands about faults that were injected on purpose: `inquest sweep ...`.
///
/// Read [org.inquest.app.command.sweep.SweepExplainCommand]: which failure led to which report of
/// an existing log. [org.inquest.app.command.sweep.SweepProbeCommand] says what a machine can be
/// made to fail at, [org.inquest.app.command.sweep.SweepRestoreCommand] cleans up after a kill.
@NullMarked
package org.inquest.app.command.sweep;

import org.jspecify.annotations.NullMarked;
