/// Scenarios times kernels: each pair run, its dump diagnosed and held against the truth.
///
/// Read [org.inquest.lab.matrix.Matrix] first. [org.inquest.lab.matrix.MatrixFile] keeps a run's
/// result, from which the page of supported kernels is made.
@NullMarked
package org.inquest.lab.matrix;

import org.jspecify.annotations.NullMarked;
