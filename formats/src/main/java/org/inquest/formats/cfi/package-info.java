/// Call frame information: how the caller's registers are found from a place in a function's code
/// (DWARF 5, 6.4; LSB Core, "Exception Frames", for `.eh_frame` and `.eh_frame_hdr`).
///
/// Read [org.inquest.formats.cfi.CallFrames] first: a section, and the entry of an address in it.
/// An entry's instructions, run up to an address by [org.inquest.formats.cfi.FrameProgram], make a
/// [org.inquest.formats.cfi.FrameRow]: one rule for the frame's address and one for each register.
/// Rules are not applied here, for that needs registers and memory: `org.inquest.engine.debug`.
///
/// `.debug_frame` comes with debugging information, a Linux kernel's too, whose own unwind tables
/// (`org.inquest.formats.orc`) say nothing about other registers than the stack's. `.eh_frame` is
/// in every program and library. A new instruction is a line in
/// [org.inquest.formats.cfi.FrameProgram].
@NullMarked
package org.inquest.formats.cfi;

import org.jspecify.annotations.NullMarked;
