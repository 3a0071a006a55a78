/// Where debugging information describes what has a name: structs, typedefs, functions, variables,
/// enumerators.
///
/// Read [org.inquest.engine.debug.name.NameIndexes] first: it gives the
/// [org.inquest.engine.debug.name.NameIndex] of a file, kept in the user's cache folder by
/// build-id. [org.inquest.engine.debug.name.NameScan] says which entries of a unit are listed,
/// [org.inquest.engine.debug.name.NameFile] how the list lies in a file.
///
/// What is to be found by name besides gets a [org.inquest.engine.debug.name.NameKind] and a line
/// in `NameScan`.
@NullMarked
package org.inquest.engine.debug.name;

import org.jspecify.annotations.NullMarked;
