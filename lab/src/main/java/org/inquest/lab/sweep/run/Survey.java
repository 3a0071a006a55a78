package org.inquest.lab.sweep.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.fault.Unsupported;
import org.inquest.lab.sweep.count.CountedSite;
import org.inquest.lab.sweep.plan.Failure;
import org.inquest.lab.sweep.plan.InjectableFunction;
import org.inquest.lab.sweep.plan.SiteOrder;
import org.inquest.lab.sweep.plan.Suspicion;

/// Looks at a workload while nothing fails: which calls its steps have that can, at which places,
/// and what cases that makes.
final class Survey {
  /// ENOSYS, EOPNOTSUPP, EAFNOSUPPORT (include/uapi/asm-generic/errno.h): the kernel was built
  /// without what a step needs.
  private static final Set<Integer> MISSING = Set.of(38, 95, 97);

  private static final int MOST_IN_VAIN = 5000;

  private final CaseRunner runner;
  private final SweepRequest request;
  private final Set<String> missing = new TreeSet<>();

  Survey(CaseRunner runner, SweepRequest request) {
    this.runner = runner;
    this.request = request;
  }

  /// Counts the calls of each step that can fail, in a run in which none does.
  ///
  /// @return of a step that starts others [CaseQueue#NOT_COUNTED]
  /// @throws Unavailable if the workload does not even succeed then
  Map<String, Long> calls() {
    if (!request.workload().command().isEmpty()) {
      wantFine(runner.run(SweepCase.of(CaseRunner.COMMAND, 0)).result());
      return Map.of(CaseRunner.COMMAND, CaseQueue.NOT_COUNTED);
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    // Twice: the first run fills caches, which costs allocations of its own.
    for (int round = 0; round < 2; round++) {
      for (String step : runner.steps()) {
        CaseRunner.Counted counted =
            request.workload().children()
                ? new CaseRunner.Counted(
                    runner.run(SweepCase.of(step, 0)).result(), CaseQueue.NOT_COUNTED)
                : runner.count(step);
        if (counted.result().fine() && MISSING.contains(counted.result().result())) {
          missing.add(step);
          continue;
        }
        wantFine(counted.result());
        counts.put(step, counted.calls());
      }
    }
    return counts;
  }

  /// Steps that this kernel was built without.
  Set<String> missing() {
    return missing;
  }

  /// What would be done, with the places that the steps reach.
  SweepPlan plan(Map<String, Long> counts, Suspicion suspicion) {
    return new SweepPlan(
        runner.probe(),
        runner.preparation(),
        counts,
        runner.sites(counts.keySet()),
        cases(counts.keySet(), suspicion));
  }

  /// Cases of a mode that does not go through calls by their numbers.
  List<SweepCase> cases(Collection<String> steps, Suspicion suspicion) {
    return switch (request.mode()) {
      case SweepMode.Calls calls -> List.of();
      case SweepMode.Cache cache -> List.of();
      case SweepMode.Functions(String names) -> functions(steps, names);
      case SweepMode.Places(String through) -> places(steps, through, suspicion);
      case SweepMode.Soak(int percent, int rounds) -> soak(steps, percent, rounds);
    };
  }

  private List<SweepCase> functions(Collection<String> steps, String names) {
    Predicate<String> wanted = Pattern.compile(names).asMatchPredicate();
    List<SweepCase> all = new ArrayList<>();
    for (InjectableFunction function : runner.functions()) {
      if (wanted.test(function.name())) {
        for (String step : steps) {
          for (long value : function.values()) {
            all.add(new SweepCase(step, new Failure.Function(function.name(), value)));
          }
        }
      }
    }
    if (all.isEmpty()) {
      throw new Unsupported("functions " + names + ": none of them can be made to fail");
    }
    return all;
  }

  private static List<SweepCase> soak(Collection<String> steps, int percent, int rounds) {
    List<SweepCase> all = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      for (String step : steps) {
        all.add(new SweepCase(step, new Failure.Chance(percent, round)));
      }
    }
    return all;
  }

  /// Each place once for each step, the most suspicious ones first.
  private List<SweepCase> places(Collection<String> steps, String through, Suspicion suspicion) {
    SiteOrder order = new SiteOrder(runner.probe(), suspicion);
    Map<Integer, Set<SweepCase>> ranked = new TreeMap<>();
    List<CountedSite> all = sites(steps, through);
    // Which step reaches which place costs seconds a step; trying in vain a tenth of one.
    boolean few = (long) all.size() * steps.size() <= MOST_IN_VAIN;
    for (String step : steps) {
      for (CountedSite site : order.of(few ? all : sites(List.of(step), through))) {
        site.site()
            .caller()
            .map(place -> new Failure.Place(site.site().capability(), place))
            .ifPresent(failure ->
                ranked
                    .computeIfAbsent(order.rank(site), r -> new LinkedHashSet<>())
                    .add(new SweepCase(step, failure)));
      }
    }
    if (ranked.isEmpty()) {
      throw new Unsupported("places below " + through + ": no step reaches one");
    }
    return ranked.values().stream().flatMap(Set::stream).toList();
  }

  private List<CountedSite> sites(Collection<String> steps, String through) {
    Predicate<String> wanted =
        through.isEmpty() ? any -> true : Pattern.compile(through).asMatchPredicate();
    return runner
        .sites(steps)
        .orElseThrow(() ->
            new Unsupported(
                "to choose by places: this kernel does not count who allocates"
                    + " (CONFIG_HIST_TRIGGERS)"))
        .sites()
        .stream()
        .filter(site -> through(site, wanted))
        .toList();
  }

  private static boolean through(CountedSite site, Predicate<String> wanted) {
    return site.site().chain().stream()
        .anyMatch(place ->
            wanted.test(place.function())
                || (!place.module().isEmpty() && wanted.test(place.module())));
  }

  private static void wantFine(CaseResult result) {
    if (!result.fine() || result.result() != 0) {
      String why =
          result
              .damage()
              .map(Damage::words)
              .map(words -> words + ": " + result.what())
              .orElse("errno " + result.result());
      throw new Unavailable(
          "the workload fails when nothing is made to fail, in step "
              + result.tried().step()
              + " ("
              + why
              + ")",
          "mend the workload or choose another; a sweep would only find that again");
    }
  }
}
