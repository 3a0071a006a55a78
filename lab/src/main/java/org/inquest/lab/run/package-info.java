/// A scenario from start to end: kernel, initramfs, guest, crash, dump, truth.
///
/// Read [org.inquest.lab.run.Lab] first.
///
/// ```
///   host                                   guest
///   build initramfs (with a second one
///   for the crash kernel inside it)
///   boot                              ->   init: load the crash kernel, source run.sh
///                                     <-   LABTRUTH key=value ... LAB-READY
///   trigger (NMI, or nothing)         ->   panic, kexec, crash kernel, the same init:
///                                     <-   makedumpfile -F /proc/vmcore >/dev/vda; LAB-CAPTURED status
///   rearrange the disk into a dump,
///   write the truth beside it
/// ```
@NullMarked
package org.inquest.lab.run;

import org.jspecify.annotations.NullMarked;
