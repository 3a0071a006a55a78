/// A guest that is swept: booted once, and put back to that state whenever it broke.
///
/// Read [org.inquest.lab.sweep.guest.SweepGuest] first.
@NullMarked
package org.inquest.lab.sweep.guest;

import org.jspecify.annotations.NullMarked;
