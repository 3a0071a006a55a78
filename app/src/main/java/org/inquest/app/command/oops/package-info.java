/// The command that reads console logs: `inquest oops LOG`.
///
/// Read [org.inquest.app.command.oops.OopsCommand] first; an incident's part of the output is made
/// by [org.inquest.app.command.oops.IncidentDocument]. What is known of a log is in
/// `org.inquest.diagnose.oops`; here it is only shown.
@NullMarked
package org.inquest.app.command.oops;

import org.jspecify.annotations.NullMarked;
