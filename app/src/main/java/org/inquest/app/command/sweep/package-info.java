/// Commands about faults that were injected on purpose: `inquest sweep ...`.
///
/// Read [org.inquest.app.command.sweep.SweepExplainCommand]: which failure led to which report of
/// an existing log.
@NullMarked
package org.inquest.app.command.sweep;

import org.jspecify.annotations.NullMarked;
