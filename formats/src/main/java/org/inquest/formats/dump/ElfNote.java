package org.inquest.formats.dump;

import java.lang.foreign.MemorySegment;

/// One ELF note: `n_namesz`, `n_descsz`, `n_type`, name, descriptor (ELF gABI, "Note Section").
///
/// @param name without the closing NUL: "CORE", "VMCOREINFO", "QEMU"
/// @param type `n_type`, for example 1 for `NT_PRSTATUS`
/// @param data the descriptor
public record ElfNote(String name, int type, MemorySegment data) {
  /// Registers of one CPU as `struct elf_prstatus` (include/uapi/linux/elf.h).
  public static final int NT_PRSTATUS = 1;
}
