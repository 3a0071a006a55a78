/// DWARF debugging information, versions 2 to 5, 32- and 64-bit format, little endian (the DWARF
/// standards, dwarfstd.org): units, entries, abbreviations, range and location lists, line
/// programs.
///
/// Read [org.inquest.formats.dwarf.DwarfFile] first, then [org.inquest.formats.dwarf.Unit] and
/// [org.inquest.formats.dwarf.Entries]. Everything is a view of the mapped file: opening reads no
/// entry, a unit is read when it is asked for, and one that is damaged costs that unit only. What
/// the numbers mean for a person, files and functions of an address, is made of them in the engine
/// (`org.inquest.engine.debug`).
///
/// A new section gets a class of its own here and a line in [org.inquest.formats.dwarf.DwarfFile];
/// a new form, a line in [org.inquest.formats.dwarf.Form]. Expressions are run in
/// `org.inquest.formats.dwarf.location`. What lies in other files, units that were split off and
/// what several files have in common, [org.inquest.formats.dwarf.OtherFiles] finds and
/// [org.inquest.formats.dwarf.UnitSection] and [org.inquest.formats.dwarf.SplitUnits] put in place.
@NullMarked
package org.inquest.formats.dwarf;

import org.jspecify.annotations.NullMarked;
