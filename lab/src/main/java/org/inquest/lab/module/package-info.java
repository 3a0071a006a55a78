/// Kernel modules of scenarios, built against the headers of the very kernel that loads them.
///
/// A scenario's file `NAME.ko.c` is the source of module NAME. All of a scenario's modules are one
/// external build of kbuild (`Documentation/kbuild/modules.rst` of the kernel), the shared header
/// `lab.h` beside them; results are kept in the cache under a digest of everything that went in.
/// Read [org.inquest.lab.module.ModuleBuilder] first.
@NullMarked
package org.inquest.lab.module;

import org.jspecify.annotations.NullMarked;
