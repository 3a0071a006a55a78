package org.inquest.profile.model;

/// A function of a binary, or all of a binary's code of which no function is known.
///
/// @param name of the symbol; `libc.so.6+0x28f50` for a function whose name was stripped; empty
///   where nothing is known
/// @param start the first address that it is linked for
/// @param end the first address behind it
/// @param named whether it has a name of its own
public record Function(Binary binary, String name, long start, long end, boolean named) {}
