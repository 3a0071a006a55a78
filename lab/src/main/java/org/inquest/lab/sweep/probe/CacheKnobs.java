package org.inquest.lab.sweep.probe;

import java.util.List;

/// The slab caches' switches, `/sys/kernel/slab/CACHE/failslab`, which count where
/// `failslab/cache-filter` is Y.
///
/// @param names of all caches, without those the kernel made of several alike (`:0000032`)
/// @param filter whether failslab can choose by them
/// @param writable whether a running kernel lets them be changed, by their modes: read-only since
///   v5.9 ("mm, slub: make remaining slub_debug related attributes read-only"), writable again
///   later
public record CacheKnobs(List<String> names, boolean filter, boolean writable) {
  /// Copies its list.
  public CacheKnobs {
    names = List.copyOf(names);
  }

  /// Whether single caches can be made to fail.
  public boolean usable() {
    return filter && writable && !names.isEmpty();
  }
}
