/// Where files with debugging information are: of a kernel and of its modules, on this machine and
/// on servers.
///
/// Read [org.inquest.engine.debugfile.DebugFiles] first: the search, in the order that
/// `docs/debug-info.md` tells people. [org.inquest.engine.debugfile.SearchPlaces] is what it was
/// handed down from the command line and the environment,
/// [org.inquest.engine.debugfile.DistributionFolders] what it knows of distributions; a new
/// distribution is a line there and one in [org.inquest.engine.debugfile.DebugPackage]. Whether a
/// file is the right one a [org.inquest.engine.debugfile.FileJudge] says:
/// [org.inquest.engine.debugfile.KernelJudge] for vmlinux files,
/// [org.inquest.engine.debugfile.ModuleJudge] for modules',
/// [org.inquest.engine.debugfile.ProgramJudge] for all others.
///
/// What is in the files is read by `org.inquest.formats.dwarf` and `org.inquest.engine.debug`.
@NullMarked
package org.inquest.engine.debugfile;

import org.jspecify.annotations.NullMarked;
