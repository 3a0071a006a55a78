/// Console logs as bytes: of any length, in any encoding, with whatever serial lines and terminals
/// left in them.
///
/// Read [org.inquest.formats.oops.log.LogReader] first: it hands lines to a
/// [org.inquest.formats.oops.log.LineSink], but only those that the sink can want, and tells in
/// [org.inquest.formats.oops.log.LogNotes] what the log looked like. It knows no reports: a new
/// kind of report needs nothing here.
@NullMarked
package org.inquest.formats.oops.log;

import org.jspecify.annotations.NullMarked;
