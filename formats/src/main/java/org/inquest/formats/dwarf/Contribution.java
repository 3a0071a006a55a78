package org.inquest.formats.dwarf;

/// Where the parts of sections begin that belong to one unit of a `.dwp` file: what counts from a
/// section's start in a `.dwo` file counts from there. In all other files everything is 0.
///
/// @param abbreviations in `.debug_abbrev.dwo`
/// @param lines in `.debug_line.dwo`
/// @param stringOffsets in `.debug_str_offsets.dwo`
/// @param ranges in `.debug_rnglists.dwo`
/// @param locations in `.debug_loclists.dwo`, or `.debug_loc.dwo`
record Contribution(
    long abbreviations, long lines, long stringOffsets, long ranges, long locations) {
  static final Contribution NONE = new Contribution(0, 0, 0, 0, 0);
}
