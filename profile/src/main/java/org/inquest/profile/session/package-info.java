/// A recording in the background that is started, looked at, copied, emptied and stopped by
/// commands, as oprofile's opcontrol did it.
///
/// Read [org.inquest.profile.session.SessionFolder] first: what is kept where.
/// [org.inquest.profile.session.SessionDaemon] records and answers on a socket of that folder;
/// [org.inquest.profile.session.SessionControl] asks. A request is a word, a space and its argument
/// on one line, the answer one line that begins with `ok` or `error`; a new request is a case in
/// the daemon and a method in the control.
@NullMarked
package org.inquest.profile.session;

import org.jspecify.annotations.NullMarked;
