package org.inquest.lab.sweep.plan;

import java.util.Comparator;
import java.util.List;
import org.inquest.lab.sweep.count.CountedSite;
import org.inquest.lab.sweep.probe.KernelProbe;

/// In which order the places that a workload reaches are worth a try: those first whose result is
/// used without a test, then the rare ones before those that each run tries a thousand times.
///
/// @param probe what the kernel can be made to fail at; other places are left out
/// @param suspicion [Suspicion#NONE] where there is no file with the kernel's code
public record SiteOrder(KernelProbe probe, Suspicion suspicion) {
  private static final int NO_SUSPECT = Integer.MAX_VALUE;

  /// Puts them in order, without those that never fail.
  public List<CountedSite> of(List<CountedSite> sites) {
    return sites.stream()
        .filter(s -> !s.neverFails() && probe.point(s.site().capability()).isPresent())
        .sorted(
            Comparator.comparingInt(this::rank)
                .thenComparingLong(CountedSite::hits)
                .thenComparing(s -> s.site().hash()))
        .toList();
  }

  /// How early a place comes: the lower, the earlier.
  public int rank(CountedSite counted) {
    return suspicion.of(counted.site()).map(Enum::ordinal).orElse(NO_SUSPECT);
  }
}
