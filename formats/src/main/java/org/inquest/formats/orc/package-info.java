/// ORC, the x86-64 unwind tables (arch/x86/include/asm/orc_types.h), layouts 1 to 4 normalised to
/// one.
@NullMarked
package org.inquest.formats.orc;

import org.jspecify.annotations.NullMarked;
