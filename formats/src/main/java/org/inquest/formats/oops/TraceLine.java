package org.inquest.formats.oops;

/// One line of a call trace.
///
/// @param place a return address, so the call is before it
/// @param guess marked `?`: an address found on the stack that the unwinder did not come by
/// @param section which stack: `IRQ`, `NMI`, `TASK`, ..., as the last `<...>` line said; empty
///   where none did
public record TraceLine(CodePlace place, boolean guess, String section) {}
