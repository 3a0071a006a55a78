package org.inquest.app.document;

/// Something that could not be looked at, named. A document with a gap ends the program with exit
/// code 3.
///
/// @param what a sentence: what is missing and why
public record Gap(String what) implements Document {}
