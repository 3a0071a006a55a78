/// A user's own reproducer, run in a guest until it breaks the kernel or does not.
///
/// [org.inquest.lab.attempt.Reproducer] is what the user typed, [org.inquest.lab.attempt.Cargo] the
/// files it needs in the guest, [org.inquest.lab.attempt.Reproduction] what came of several
/// attempts.
@NullMarked
package org.inquest.lab.attempt;

import org.jspecify.annotations.NullMarked;
