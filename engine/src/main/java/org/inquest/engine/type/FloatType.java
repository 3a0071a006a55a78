package org.inquest.engine.type;

/// `float`, `double`, `long double`.
///
/// @param size bytes
public record FloatType(String name, long size) implements Type {}
