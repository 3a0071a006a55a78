/// Programs of the machine, started with a time limit and never left behind.
///
/// [org.inquest.lab.process.Tool] runs one to its end; [org.inquest.lab.process.Leash] starts one
/// that must die with us; [org.inquest.lab.process.Workspace] owns the files and processes of one
/// run.
@NullMarked
package org.inquest.lab.process;

import org.jspecify.annotations.NullMarked;
