/// A profile with its meaning: which thread ran which function of which binary when a sample was
/// taken.
///
/// Begin with [org.inquest.profile.model.Profile], which hands over the samples of a file in order
/// of time. Addresses become [org.inquest.profile.model.Places], each once; a place becomes a
/// function and source lines when somebody asks. Who counts works with numbers of places and
/// functions, which are small and dense, and asks for names at the end.
@NullMarked
package org.inquest.profile.model;

import org.jspecify.annotations.NullMarked;
