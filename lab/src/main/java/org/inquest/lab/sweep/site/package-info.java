/// Places in the kernel where a call can be made to fail.
///
/// Read [org.inquest.lab.sweep.site.Site].
@NullMarked
package org.inquest.lab.sweep.site;

import org.jspecify.annotations.NullMarked;
