/// What rules may ask. Read [org.inquest.diagnose.facts.CrashFacts] first.
@NullMarked
package org.inquest.diagnose.facts;

import org.jspecify.annotations.NullMarked;
