package org.inquest.lab.sweep.plan;

/// A range of code in the kernel as it runs.
///
/// @param name of the function or module
/// @param start virtual address
/// @param end virtual address of the first byte behind it
public record TextRange(String name, long start, long end) {}
