/// kallsyms, the symbol table inside every kernel image (kernel/kallsyms.c, scripts/kallsyms.c).
@NullMarked
package org.inquest.formats.kallsyms;

import org.jspecify.annotations.NullMarked;
