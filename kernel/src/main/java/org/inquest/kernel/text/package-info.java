/// Places in a running kernel's code that the kernel itself rewrites: jump labels, static calls,
/// ftrace's sites, kprobes. A dump shows what really ran there; these tables say why it differs
/// from the file.
///
/// Read [org.inquest.kernel.text.PatchSites] first. What is applied once at boot (alternatives,
/// paravirtual operations, retpolines, return thunks) has its tables in `.init`, which the kernel
/// frees; of that only a vmlinux can tell, see [org.inquest.kernel.text.BootPatches]. Whether
/// memory has one of the forms that they allow is [org.inquest.kernel.text.BootForms]' question.
/// [org.inquest.kernel.text.TextCheck] and [org.inquest.kernel.text.TextComparison] ask whether
/// code in memory is right.
///
/// To add a table: a class that returns a [org.inquest.kernel.text.PatchTable], named in
/// `PatchSites`. The forms are x86-64's.
@NullMarked
package org.inquest.kernel.text;

import org.jspecify.annotations.NullMarked;
