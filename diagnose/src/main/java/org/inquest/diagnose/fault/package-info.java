/// What a fault means, in words: the address, the error code, the place. Read
/// [org.inquest.diagnose.fault.Nature] first: it decides which rule speaks about a fault, so that
/// no two do.
@NullMarked
package org.inquest.diagnose.fault;

import org.jspecify.annotations.NullMarked;
