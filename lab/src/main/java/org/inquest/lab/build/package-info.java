/// Kernels the lab builds itself, because no distribution ships their like: old bugs put back,
/// faults on request.
///
/// One kernel is one folder below `kernels/` among the module's resources: `kernel.properties`
/// (title, Debian source package and release), `config` (what it has beyond `allnoconfig`) and any
/// number of `*.patch`, applied in the order of their names. The result is a folder in the lab's
/// cache, where `--kernel NAME` finds it.
///
/// Read [org.inquest.lab.build.KernelBuilder] first. What it leaves out: other machines than
/// x86-64, and kernels that are not of Debian's sources (build those by hand; `--kernel FOLDER`
/// boots them).
@NullMarked
package org.inquest.lab.build;

import org.jspecify.annotations.NullMarked;
