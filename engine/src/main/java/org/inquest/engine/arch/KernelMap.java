package org.inquest.engine.arch;

import org.inquest.engine.memory.VirtualMemory;

/// The kernel's address space and the numbers it was found with.
///
/// @param memory kernel virtual memory
/// @param root physical address of the kernel's top-level page table
/// @param levels page-table levels
/// @param encryptionMask bits to ignore in every page-table entry
/// @param image where the kernel's image begins, or a little before its text; 0 where unknown
/// @param how where the numbers came from, for a person: "VMCOREINFO", "CR3 of CPU 0"
public record KernelMap(
    VirtualMemory memory, long root, int levels, long encryptionMask, long image, String how) {}
