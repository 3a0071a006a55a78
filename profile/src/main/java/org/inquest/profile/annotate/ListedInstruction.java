package org.inquest.profile.annotate;

import java.util.List;
import org.inquest.engine.debug.SourceFrame;

/// An instruction of a function that has samples.
///
/// @param address linked address, as the profile's places have it
/// @param text as an assembler would have it; empty where no file has the code
/// @param samples of each event
/// @param sources its places in the source, the innermost function first; empty where nothing tells
/// @param behindDark whether interrupts may have been off until right before it: a timer's samples
///   of that time are here
public record ListedInstruction(
    long address, String text, long[] samples, List<SourceFrame> sources, boolean behindDark) {}
