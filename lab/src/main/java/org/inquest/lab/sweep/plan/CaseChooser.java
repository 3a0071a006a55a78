package org.inquest.lab.sweep.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.inquest.formats.oops.CodePlace;
import org.inquest.lab.sweep.count.CountedSite;
import org.inquest.lab.sweep.probe.KernelProbe;

/// Chooses cases from the sites that a workload reached while nothing failed. Sites whose result is
/// used without a test come first, the rarer ones before those that each run tries a thousand
/// times.
public final class CaseChooser {
  private final KernelProbe probe;
  private final List<CountedSite> sites;
  private final Suspicion suspicion;

  /// @param sites those that never fail are left out
  /// @param suspicion [Suspicion#NONE] where there is no file with the kernel's code
  public CaseChooser(KernelProbe probe, List<CountedSite> sites, Suspicion suspicion) {
    this.probe = probe;
    this.suspicion = suspicion;
    this.sites =
        sites.stream()
            .filter(s -> !s.neverFails() && probe.point(s.site().capability()).isPresent())
            .sorted(
                Comparator.comparingInt(this::rank)
                    .thenComparingLong(CountedSite::hits)
                    .thenComparing(s -> s.site().hash()))
            .toList();
  }

  /// The sites in the order in which they are worth a try.
  public List<CountedSite> sites() {
    return sites;
  }

  /// One case for each call that gets a failure, where this kernel's stack filter can choose it.
  /// Chains that end in the same call are one case: the filter sees addresses, not chains.
  ///
  /// @param start the address of a function in the kernel as it runs, with its module if it has one
  public List<FaultCase.CallSite> callSites(Function<CodePlace, Optional<Long>> start) {
    List<FaultCase.CallSite> out = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (CountedSite counted : sites) {
      Optional<CodePlace> caller = counted.site().caller();
      boolean filter =
          probe.point(counted.site().capability()).flatMap(p -> p.stackFilter()).isPresent();
      Optional<Long> function = filter ? caller.flatMap(start) : Optional.empty();
      if (caller.isPresent() && function.isPresent()) {
        long address = function.get() + caller.get().offset();
        if (seen.add(counted.site().capability() + address)) {
          out.add(new FaultCase.CallSite(counted.site(), address));
        }
      }
    }
    return out;
  }

  /// One case for each slab cache that sites allocate from, where caches can be chosen and the
  /// kernel told them.
  public List<FaultCase.Cache> caches() {
    if (!probe.caches().usable()) {
      return List.of();
    }
    Set<String> names = new LinkedHashSet<>();
    sites.stream()
        .map(CountedSite::cache)
        .filter(probe.caches().names()::contains)
        .forEach(names::add);
    return names.stream().map(FaultCase.Cache::new).toList();
  }

  /// Every function of a list with every value that it may return.
  ///
  /// @param wanted whether a function is of interest; `should_failslab` and its kin fail for
  ///   everybody who allocates
  public static List<FaultCase.Function> functions(
      List<InjectableFunction> list, Predicate<InjectableFunction> wanted) {
    List<FaultCase.Function> out = new ArrayList<>();
    for (InjectableFunction function : list) {
      if (wanted.test(function)) {
        function.values().forEach(value -> out.add(new FaultCase.Function(function, value)));
      }
    }
    return out;
  }

  private int rank(CountedSite counted) {
    return suspicion.of(counted.site()).map(Enum::ordinal).orElse(Integer.MAX_VALUE);
  }
}
