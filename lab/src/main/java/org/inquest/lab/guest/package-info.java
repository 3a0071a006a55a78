/// One virtual machine: its command line, its serial console, its control socket, its end.
///
/// QEMU runs under software emulation, which works everywhere; a Debian cloud kernel reaches its
/// init in about three seconds that way. Read [org.inquest.lab.guest.Guest] first.
@NullMarked
package org.inquest.lab.guest;

import org.jspecify.annotations.NullMarked;
