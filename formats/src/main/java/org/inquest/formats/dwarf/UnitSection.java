package org.inquest.formats.dwarf;

/// A section with units, and where they find what stands in other sections.
///
/// The units of all such sections of a [DwarfFile] share one space of offsets, so that an offset
/// alone tells an entry: `.debug_info` from 0, `.debug_types` behind it, then those of the file
/// that several have in common.
///
/// @param units `.debug_info` or `.debug_types`, with the offset of its first byte as its base
/// @param types whether it is `.debug_types`
/// @param sections of the same file
/// @param firstOffset the base of the `.debug_info` of the same file: references between units
///   count from there
/// @param index of a `.dwp` file; one without units else
record UnitSection(
    DebugSection units,
    boolean types,
    DebugSections sections,
    long firstOffset,
    PackageIndex index) {

  /// Whether an offset lies in it.
  boolean contains(long offset) {
    return offset >= units.base() && offset - units.base() < units.size();
  }

  long end() {
    return units.base() + units.size();
  }

  /// The parts of other sections that are a unit's own.
  Contribution contribution(long unit) {
    return index.contribution(unit - units.base());
  }
}
