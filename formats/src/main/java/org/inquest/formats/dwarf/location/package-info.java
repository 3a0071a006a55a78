/// Where a variable is, or what it is: runs DWARF expressions (DWARF 5, 2.5 and 2.6; GNU's own
/// operations of GCC before DWARF 5).
///
/// Read [org.inquest.formats.dwarf.location.ValuePlace] first: it is the answer.
/// [org.inquest.formats.dwarf.location.ExpressionMachine] finds it and asks an
/// [org.inquest.formats.dwarf.location.ExpressionContext] for what only a stopped program knows:
/// registers, memory, the caller. What can't be known is an answer too, with its reason, never an
/// error; an error is an expression that makes no sense.
///
/// A new operation gets its number in [org.inquest.formats.dwarf.location.Operation] and a line in
/// the machine; one on numbers only, a line in [org.inquest.formats.dwarf.location.Arithmetic].
/// Address spaces (`DW_OP_xderef` and its like) are not known: no machine of ours has them.
@NullMarked
package org.inquest.formats.dwarf.location;

import org.jspecify.annotations.NullMarked;
