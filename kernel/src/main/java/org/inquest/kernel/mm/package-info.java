/// Memory of processes and of the machine: mapped areas, what a user address is called, how much is
/// used. Read [org.inquest.kernel.mm.UserAddresses] first.
@NullMarked
package org.inquest.kernel.mm;

import org.jspecify.annotations.NullMarked;
