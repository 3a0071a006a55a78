/// What reports look like and what they are called: one small table for each family.
///
/// Read [org.inquest.formats.oops.kind.Kind] first. The names and classes are those that public
/// collections of kernel bugs use for their titles; they were learnt from such collections.
///
/// To add a kind: a row in the table of its family; to add a family: a class like its neighbours,
/// and its line in [org.inquest.formats.oops.kind.Kinds], where the order decides between two
/// families that know one line.
@NullMarked
package org.inquest.formats.oops.kind;

import org.jspecify.annotations.NullMarked;
