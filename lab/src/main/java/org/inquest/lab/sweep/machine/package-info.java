/// A machine that is swept: a guest, booted once and put back to that state whenever it broke, or
/// the machine that this runs on, which is not put back by anybody.
///
/// Read [org.inquest.lab.sweep.machine.SweptMachine] first.
@NullMarked
package org.inquest.lab.sweep.machine;

import org.jspecify.annotations.NullMarked;
