package org.inquest.lab.sweep.probe;

/// How this kernel's fault injection behaves in one respect.
///
/// @param about `fail-nth`
/// @param finding a clause
/// @param from the file that shows it, or that none does
public record Trait(String about, String finding, String from) {}
