package org.inquest.kernel.text;

/// A place whose code can't be what the kernel put there.
///
/// @param address of the first wrong byte, or of the instruction
/// @param function that it is in, with offset; empty between functions
/// @param why what is wrong, for a person
/// @param found bytes in memory, in hexadecimal
/// @param expected bytes that ought to be there, in hexadecimal; empty where only memory was read
public record TextFinding(
    long address, String function, String why, String found, String expected) {}
