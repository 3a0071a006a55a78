/// What a bare 64-bit value tells who knows kernels: poison, error pointers, text, KASAN's shadow,
/// the areas of the kernel's address space. Nothing here needs a dump.
///
/// Read [org.inquest.diagnose.value.Value] first. [org.inquest.diagnose.value.Poison] is the only
/// table of poison in Inquest: a new one is one row there.
@NullMarked
package org.inquest.diagnose.value;

import org.jspecify.annotations.NullMarked;
