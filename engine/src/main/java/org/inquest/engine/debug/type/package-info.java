/// The C types of debugging information (DWARF 5, chapter 5): what BTF has, and what it lacks,
/// which is the types of global variables, where things were declared, and structs that a kernel's
/// BTF left out.
///
/// Read [org.inquest.engine.debug.type.EntryTypes] first: the type that an entry describes.
/// [org.inquest.engine.debug.type.StructMembers] knows where members lie, which has been written in
/// four ways since DWARF 2. [org.inquest.engine.debug.type.DwarfTypes] finds types, functions and
/// variables by name.
///
/// A new kind of type gets a line in `EntryTypes`, and a sample in `layouts.c` of the formats' test
/// resources.
@NullMarked
package org.inquest.engine.debug.type;

import org.jspecify.annotations.NullMarked;
