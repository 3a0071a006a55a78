package org.inquest.lab.sweep.count;

/// A site that a workload reached while nothing failed.
///
/// @param site where
/// @param cache the slab cache, where the kernel told it; else empty
/// @param hits how often
/// @param neverFails whether all these allocations had `__GFP_NOFAIL`, which exempts them
public record CountedSite(Site site, String cache, long hits, boolean neverFails) {}
