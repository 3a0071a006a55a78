/// Packages of any Debian release, without touching the machine.
///
/// A second sources list with its own folder of lists lets `apt-get download` and `dpkg -x` bring a
/// kernel of an older or newer release (apt.conf(5), `Dir::State::Lists`). The archive's address is
/// taken from the machine's own apt configuration; signatures are checked against Debian's keyring
/// as always. Read [org.inquest.lab.debian.Archive] first.
@NullMarked
package org.inquest.lab.debian;

import org.jspecify.annotations.NullMarked;
