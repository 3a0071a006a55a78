/// Names of addresses: the kernel's kallsyms and the modules' symbols, found in the dump itself.
@NullMarked
package org.inquest.engine.symbol;

import org.jspecify.annotations.NullMarked;
