/// Getting a dump out of a guest, in every way production machines do.
///
/// Either the guest saves itself: kexec into a crash kernel, there makedumpfile
/// ([org.inquest.lab.capture.CrashKernelCapture]). Or its hypervisor saves it
/// ([org.inquest.lab.capture.QemuCapture]). Read [org.inquest.lab.capture.Capture] first.
@NullMarked
package org.inquest.lab.capture;

import org.jspecify.annotations.NullMarked;
