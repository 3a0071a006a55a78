/// From facts to verdicts. Read [org.inquest.diagnose.Rule], then [org.inquest.diagnose.Diagnosis].
///
/// To add a rule: one class below `org.inquest.diagnose.rules`, one test. Nothing else lists the
/// rules.
@NullMarked
package org.inquest.diagnose;

import org.jspecify.annotations.NullMarked;
