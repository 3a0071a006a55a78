/// ELF64 core files of a kernel: /proc/vmcore and its copies, `makedumpfile -E`, QEMU's
/// `dump-guest-memory` (ELF gABI; fs/proc/vmcore.c; QEMU dump/dump.c).
///
/// Only `p_paddr` counts: virtual addresses are translated through the dump's own page tables,
/// always. QEMU without `paging` sets p_vaddr to the physical address anyway.
@NullMarked
package org.inquest.formats.dump.elfcore;

import org.jspecify.annotations.NullMarked;
