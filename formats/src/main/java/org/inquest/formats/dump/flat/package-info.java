/// makedumpfile's flattened format (`-F`), which can be written to a pipe: the pieces of another
/// file with the place of each. Turned into a byte source, so that every container may be inside.
@NullMarked
package org.inquest.formats.dump.flat;

import org.jspecify.annotations.NullMarked;
