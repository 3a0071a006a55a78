/// The C types and names of values in machine code, by where they come from and with the prototypes
/// and structures that BTF has: what turns "the word at offset 40 of argument 1" into `file->f_op`.
///
/// Read [org.inquest.engine.code.typed.OriginTypes] first, then
/// [org.inquest.engine.code.typed.OriginExpression]. To type or to name another origin (what more
/// functions return, more variables): add it to these two.
@NullMarked
package org.inquest.engine.code.typed;

import org.jspecify.annotations.NullMarked;
