package org.inquest.engine.debug;

/// A place in the source that an address belongs to: of the code itself, or of the call that the
/// code was inlined for.
///
/// @param function its name; the linkage name where it has one; empty where the debugging
///   information names none, as in hand-written assembly: symbols may know more
/// @param file where it stands; with empty names where nothing is known
/// @param line from 1; 0 for code that came from no line
/// @param column from 1; 0 where it is not told
/// @param inlined whether the function's body stands in the next frame's function
public record SourceFrame(
    String function, SourceFile file, int line, int column, boolean inlined) {}
