package org.inquest.app.document;

import java.util.List;

/// Text that people read as source code, with the facts in it as data for programs: a C declaration
/// and its members.
///
/// @param lines for people
/// @param data for programs: JSON has this instead of the lines
public record Listing(List<String> lines, Document data) implements Document {}
