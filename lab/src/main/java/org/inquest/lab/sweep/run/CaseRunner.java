package org.inquest.lab.sweep.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.fault.Unsupported;
import org.inquest.lab.kernel.GuestKernel;
import org.inquest.lab.run.Workshop;
import org.inquest.lab.sweep.agent.Agent;
import org.inquest.lab.sweep.agent.CaseReply;
import org.inquest.lab.sweep.count.Counting;
import org.inquest.lab.sweep.guest.SweepGuest;
import org.inquest.lab.sweep.plan.InjectableFunction;
import org.inquest.lab.sweep.plan.Suspicion;

/// Runs cases in one guest, and has a whole guest again after each that broke it.
public final class CaseRunner implements AutoCloseable {
  /// What a workload of one command calls its only step.
  static final String COMMAND = "command";

  /// ENOSYS, EOPNOTSUPP, EAFNOSUPPORT (include/uapi/asm-generic/errno.h): the kernel was built
  /// without what a step needs.
  private static final Set<Integer> MISSING = Set.of(38, 95, 97);

  private static final int NO_SUSPECT = Integer.MAX_VALUE;

  private final Set<String> missing = new TreeSet<>();
  private final Workshop workshop;
  private final GuestKernel kernel;
  private final SweepRequest request;
  private SweepGuest guest;
  private Arming arming;
  private long taint;
  private int restores;
  private Duration longest = Duration.ZERO;

  /// Boots a guest and keeps its state.
  ///
  /// @throws Unavailable if there is none to be had, or the workload can't be prepared
  public CaseRunner(Workshop workshop, GuestKernel kernel, SweepRequest request) {
    this.workshop = workshop;
    this.kernel = kernel;
    this.request = request;
    this.guest = boot();
    this.arming = arm();
  }

  /// What came of a case.
  ///
  /// @param result the judgement
  /// @param log what the kernel said
  public record Ran(CaseResult result, List<String> log) {}

  /// Counts the calls of each step that can fail, in a run in which none does.
  ///
  /// @return none for a command, whose calls are not counted
  /// @throws Unavailable if the workload does not even succeed then
  Map<String, Long> count() {
    if (!request.workload().command().isEmpty()) {
      Ran ran = run(SweepCase.of(COMMAND, 0));
      wantFine(ran.result());
      return Map.of(COMMAND, 0L);
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    List<String> steps = guest.agent().steps();
    // Twice: the first run fills caches, which costs allocations of its own.
    for (int round = 0; round < 2; round++) {
      for (String step : steps) {
        SweepGuest.Outcome outcome =
            guest.run(number -> guest.agent().step(number, step, Agent.COUNT, request.limit()));
        CaseResult result = judge(SweepCase.of(step, 0), outcome).result();
        if (result.fine() && MISSING.contains(result.result())) {
          missing.add(step);
          continue;
        }
        wantFine(result);
        counts.put(step, outcome.reply().map(reply -> Agent.COUNT - reply.left()).orElse(0L));
      }
    }
    return counts;
  }

  /// What would be done, with the places that the steps reach while nothing fails.
  SweepPlan plan(Map<String, Long> counts) {
    return new SweepPlan(
        arming.probe(),
        arming.preparation(request.mode()),
        counts,
        new SiteCount(guest)
            .count(() -> {
              for (String step : counts.keySet()) {
                arming.run(SweepCase.of(step, 0));
              }
            }),
        others(counts.keySet()));
  }

  /// The same steps, those first in which a call can fail whose result is used without a test.
  Map<String, Long> suspectsFirst(Map<String, Long> counts, Suspicion suspicion) {
    if (suspicion == Suspicion.NONE) {
      return counts;
    }
    Map<String, Integer> ranks = new HashMap<>();
    for (String step : counts.keySet()) {
      Optional<Counting.Result> sites =
          new SiteCount(guest).count(() -> arming.run(SweepCase.of(step, 0)));
      if (sites.isEmpty()) {
        return counts;
      }
      ranks.put(step, rank(sites.get(), suspicion));
    }
    Map<String, Long> ordered = new LinkedHashMap<>();
    counts.keySet().stream()
        .sorted(Comparator.comparing(step -> ranks.getOrDefault(step, NO_SUSPECT)))
        .forEach(step -> ordered.put(step, counts.getOrDefault(step, 0L)));
    return ordered;
  }

  private static int rank(Counting.Result sites, Suspicion suspicion) {
    return sites.sites().stream()
        .filter(one -> !one.neverFails())
        .flatMap(one -> suspicion.of(one.site()).stream())
        .mapToInt(Enum::ordinal)
        .min()
        .orElse(NO_SUSPECT);
  }

  /// Wants a step to be one of the workload's.
  ///
  /// @throws NotFound if it is not
  void wantStep(String step) {
    boolean command = !request.workload().command().isEmpty() && step.equals(COMMAND);
    if (!command && !guest.agent().steps().contains(step)) {
      throw new NotFound(
          "step",
          step,
          request.workload().name() + ": " + String.join(", ", guest.agent().steps()));
    }
  }

  /// Steps that this kernel was built without.
  Set<String> missing() {
    return missing;
  }

  /// Cases of a mode that does not go through calls by their numbers.
  List<SweepCase> others(Collection<String> steps) {
    List<SweepCase> all = new ArrayList<>();
    switch (request.mode()) {
      case SweepMode.Calls calls -> {}
      case SweepMode.Cache cache -> {}
      case SweepMode.Functions(String names) -> {
        Predicate<String> wanted = Pattern.compile(names).asMatchPredicate();
        for (InjectableFunction function : arming.functions()) {
          if (wanted.test(function.name())) {
            for (String step : steps) {
              function
                  .values()
                  .forEach(value ->
                      all.add(new SweepCase(step, new Failure.Function(function.name(), value))));
            }
          }
        }
        if (all.isEmpty()) {
          throw new Unsupported("functions " + names + ": none of them can be made to fail");
        }
      }
      case SweepMode.Soak(int percent, int rounds) -> {
        for (int round = 1; round <= rounds; round++) {
          for (String step : steps) {
            all.add(new SweepCase(step, new Failure.Chance(percent, round)));
          }
        }
      }
    }
    return all;
  }

  /// Runs a case. A guest that broke is put back before this returns.
  public Ran run(SweepCase tried) {
    for (int tries = 1; ; tries++) {
      SweepGuest.Outcome outcome = arming.run(tried);
      int fixture = outcome.reply().map(CaseReply::fixture).orElse(0);
      if (fixture != 0 && tries <= 2) {
        // An earlier case left something behind that the step can't begin with.
        restore();
        continue;
      }
      if (fixture != 0) {
        throw new Unavailable(
            "step " + tried.step() + " can't be prepared, in a fresh machine either",
            "errno " + fixture);
      }
      Ran ran = judge(tried, outcome);
      if (!ran.result().fine() || arming.lost()) {
        restore();
      }
      return ran;
    }
  }

  /// Looks whether what the workload works on is whole; if not, the guest is put back.
  ///
  /// @return what is wrong; empty if nothing
  public String check() {
    String complaint = guest.agent().check().strip().replaceAll("\\s*\n\\s*", "; ");
    long now = tainted();
    if (complaint.isEmpty() && now != taint) {
      complaint = "the kernel became tainted when it was looked at: flags " + now;
    }
    if (!complaint.isEmpty()) {
      restore();
    }
    return complaint;
  }

  /// How often this guest was put back, and the longest time that took.
  SweepReport.Restores restores() {
    return new SweepReport.Restores(restores, longest);
  }

  @Override
  public void close() {
    guest.close();
  }

  private Ran judge(SweepCase tried, SweepGuest.Outcome outcome) {
    return new Ran(new Judge(taint).judge(tried, outcome), outcome.log());
  }

  /// Puts the machine back to its kept state.
  void restore() {
    long begin = System.nanoTime();
    try {
      guest.restore();
    } catch (Unavailable e) {
      // QEMU itself is gone, or its state can't be put back: a new guest.
      guest.close();
      guest = boot();
      arming = arm();
    }
    arming.restored();
    restores++;
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    longest = longest.compareTo(took) < 0 ? took : longest;
  }

  private long tainted() {
    return guest
        .agent()
        .read("/proc/sys/kernel/tainted")
        .map(String::strip)
        .map(Long::parseLong)
        .orElse(-1L);
  }

  /// Puts the machine back, and lets it run the step once while nothing fails: a step that runs for
  /// the first time fills caches, with calls that it has not later, and the numbers of all calls
  /// behind them would be others.
  void restoreWarm(String step) {
    restore();
    run(SweepCase.of(step, 0));
  }

  private SweepGuest boot() {
    return SweepGuest.boot(workshop, kernel, request.workload());
  }

  private Arming arm() {
    Arming made = new Arming(guest, request.workload(), request.limit());
    try {
      made.prepare(request.mode());
      guest.agent().prepare();
      taint = tainted();
      guest.snapshot();
      return made;
    } catch (RuntimeException e) {
      guest.close();
      throw e;
    }
  }

  private void wantFine(CaseResult result) {
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
