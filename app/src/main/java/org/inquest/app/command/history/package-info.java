/// What a kernel's history has to say about a crash.
///
/// Read [org.inquest.app.command.history.HistoryCommand] first;
/// [org.inquest.app.command.history.HistoryDocuments] shows the answer, for whichever command
/// asked.
@NullMarked
package org.inquest.app.command.history;

import org.jspecify.annotations.NullMarked;
