/// Getting a dump out of a guest the way a production machine would: kexec into a crash kernel,
/// makedumpfile.
///
/// makedumpfile writes its flattened form to a raw disk, the only form that needs no seeking; the
/// host puts the pieces in place.
@NullMarked
package org.inquest.lab.capture;

import org.jspecify.annotations.NullMarked;
