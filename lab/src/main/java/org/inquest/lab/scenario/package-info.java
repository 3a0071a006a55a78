/// Ways to break a kernel, each a folder of guest code and facts below `scenarios/` among the
/// module's resources.
///
/// A scenario is found because its folder is there: a `scenario.properties` (title, machine, how it
/// is ended, what a diagnosis must find), a `run.sh` that the guest's init sources, and C programs
/// that `run.sh` starts. While it runs, the guest prints `LABTRUTH key=value` lines: what only the
/// guest can know, such as process ids.
@NullMarked
package org.inquest.lab.scenario;

import org.jspecify.annotations.NullMarked;
