/// Is this machine ready to be diagnosed? What would be saved at its next panic, oops, hang or
/// out-of-memory, and what to change so that it is.
///
/// [org.inquest.lab.ready.Readiness] is the answer. It asks every [org.inquest.lab.ready.Check],
/// one class each below `org.inquest.lab.ready.check`, and works out from what they say how each
/// [org.inquest.lab.ready.Event] would end. Checks see the machine only through
/// [org.inquest.lab.ready.HostFiles], so the same checks judge a mounted image or an unpacked
/// support archive. Nothing is ever written.
@NullMarked
package org.inquest.lab.ready;

import org.jspecify.annotations.NullMarked;
