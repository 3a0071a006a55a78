/// A profile with its meaning: which thread ran which function of which binary when a sample was
/// taken.
///
/// Begin with [org.inquest.profile.model.Profile], which hands over the samples of a file in order
/// of time. Addresses become [org.inquest.profile.model.Places], each once; a place becomes a
/// function and source lines when somebody asks. Who counts works with numbers of places and
/// functions, which are small and dense, and asks for names at the end.
///
/// [org.inquest.profile.model.CodeFinder] looks for names: in the files of programs, in the
/// kernel's list of symbols, in the files of its modules, and in what compilers tell of code that
/// they made at run time (`perf-PID.map`, `jit-PID.dump`).
@NullMarked
package org.inquest.profile.model;

import org.jspecify.annotations.NullMarked;
