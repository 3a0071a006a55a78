/// The variables of a stack's frames, as debugging information (DWARF) tells them: which function
/// and inlined functions an address is in, where their parameters and locals are, and what is
/// there.
///
/// Read [org.inquest.engine.debug.frame.FrameVariables] first. It asks
/// [org.inquest.engine.debug.frame.FunctionScopes] what is in scope,
/// [org.inquest.engine.debug.frame.CallerRegisters] what the registers were in a frame,
/// [org.inquest.engine.debug.frame.CallSites] what a caller passed, and
/// [org.inquest.engine.debug.frame.ValueBytes] for the bytes of a value that is not in memory.
///
/// A variable without a value says why: the compiler kept it nowhere there, the page is not in the
/// dump, or a register was overwritten by functions called since. Registers of callers come from
/// call frame information; where there is none, from the machine code
/// ([org.inquest.engine.code.flow.FrameValues]).
@NullMarked
package org.inquest.engine.debug.frame;

import org.jspecify.annotations.NullMarked;
