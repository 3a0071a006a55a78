/// What speaks for a commit or against it, a class each.
///
/// To add one: a public class `XyReason` that implements [org.inquest.diagnose.history.Reason]; it
/// is found by its name. Its comment says why it is a sign and how strong; its clause names what a
/// reader can look up. Tests: a commit that has it, and one that nearly has it.
@NullMarked
package org.inquest.diagnose.history.reason;

import org.jspecify.annotations.NullMarked;
