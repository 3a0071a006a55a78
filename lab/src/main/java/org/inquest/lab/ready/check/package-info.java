/// The checks of [org.inquest.lab.ready.Readiness], one class each, found by their names.
///
/// A check reads one or a few files and says how that stands, what it means at the next crash, what
/// to do, and what it makes of each event. The kernel's own documentation of the settings is
/// `Documentation/admin-guide/sysctl/kernel.rst`, `vm.rst`, `kdump/kdump.rst` and
/// `lockup-watchdogs.rst`.
@NullMarked
package org.inquest.lab.ready.check;

import org.jspecify.annotations.NullMarked;
