/// What debugging information says about an address: file, line, column, and the functions inlined
/// there.
///
/// Read [org.inquest.engine.debug.SourceLines] first: the question and its two answers.
/// [org.inquest.engine.debug.UnitLines] reads the units of a file as they are asked for, which
/// suits a stack; [org.inquest.engine.debug.IndexedLines] has all of them in a file of their own,
/// which suits a profile; [org.inquest.engine.debug.LineIndexes] chooses. Both hold a unit as a
/// [org.inquest.engine.debug.PlaceTable], made by [org.inquest.engine.debug.UnitFlattener].
///
/// The encoding itself is read by `org.inquest.formats.dwarf`. What debugging information says
/// beyond places (types, globals, locals and their locations, where its files are looked for)
/// belongs here too, a class for each question beside `SourceLines`.
@NullMarked
package org.inquest.engine.debug;

import org.jspecify.annotations.NullMarked;
