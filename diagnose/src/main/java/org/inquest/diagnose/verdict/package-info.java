/// What a rule answers. Read [org.inquest.diagnose.verdict.Verdict] first.
@NullMarked
package org.inquest.diagnose.verdict;

import org.jspecify.annotations.NullMarked;
