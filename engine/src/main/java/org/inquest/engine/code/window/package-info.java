/// The few bytes of code that a kernel prints around its program counter (`Code:`), read without
/// any other knowledge: no symbols, no memory, no start of a function.
///
/// Read [org.inquest.engine.code.window.CodeWindow] first, which finds where instructions begin;
/// then [org.inquest.engine.code.window.MemoryUse], what an instruction accesses by the registers
/// that were printed, and [org.inquest.engine.code.window.ValueSource], where a register got its
/// value. All three know instruction sets only. What addresses and values mean to a kernel stands
/// above, in the module `diagnose`.
///
/// Where a whole function can be read, `engine.code.flow` says more and with more right: it sees
/// every path to an instruction, this package only the straight line before it.
@NullMarked
package org.inquest.engine.code.window;

import org.jspecify.annotations.NullMarked;
