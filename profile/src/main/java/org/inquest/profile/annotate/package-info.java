/// Which instructions and source lines of a function the samples of a profile are on, as perf
/// annotate and oprofile's opannotate tell it.
///
/// Begin with [org.inquest.profile.annotate.AddressCounts], which counts by address in one pass;
/// [org.inquest.profile.annotate.FunctionListing] then decodes one function.
@NullMarked
package org.inquest.profile.annotate;

import org.jspecify.annotations.NullMarked;
