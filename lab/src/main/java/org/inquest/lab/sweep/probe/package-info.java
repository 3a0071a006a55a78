/// What a running kernel can be made to fail at, and how its settings behave, told from the files
/// that it shows and never from its version: vendors bring features back to old kernels.
///
/// Read [org.inquest.lab.sweep.probe.KernelProbe] first. A fault point that Inquest has no words
/// for is found all the same, by its files; a constant of [org.inquest.lab.sweep.probe.PointKind]
/// gives it words.
@NullMarked
package org.inquest.lab.sweep.probe;

import org.jspecify.annotations.NullMarked;
