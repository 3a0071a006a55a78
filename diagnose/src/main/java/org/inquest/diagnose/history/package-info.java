/// Commits of a kernel's history that may have broken, or may have fixed, what a crash shows.
///
/// Read [org.inquest.diagnose.history.HistorySearch] first. It asks a
/// [org.inquest.diagnose.history.CommitLog], which is git or a test's list, and weighs commits with
/// the reasons of [org.inquest.diagnose.history.reason], each of which says in a clause why it
/// speaks for a commit.
///
/// What messages refer to is in the forms of the kernel's Documentation/process/
/// (submitting-patches.rst, stable-kernel-rules.rst).
@NullMarked
package org.inquest.diagnose.history;

import org.jspecify.annotations.NullMarked;
