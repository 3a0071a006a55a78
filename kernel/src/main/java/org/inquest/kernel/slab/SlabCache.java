package org.inquest.kernel.slab;

/// One `struct kmem_cache`.
///
/// @param name as in /proc/slabinfo; comes from the dump: never print it unescaped
/// @param address of the `struct kmem_cache`
/// @param objectSize bytes of one object, without the allocator's own
/// @param slabs how many slabs it has
/// @param bytes of memory in these slabs
public record SlabCache(String name, long address, long objectSize, long slabs, long bytes) {}
