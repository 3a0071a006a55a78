package org.inquest.profile.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;

/// One CPU has much more work than the average.
///
/// **What it means.** Something is bound to it: interrupts, a thread with an affinity, a cpuset.
///
/// **What to do.** `/proc/interrupts`, `taskset -p`, `cpuset.cpus` of cgroups.
///
/// **Reference.** sched(7), Documentation/core-api/irq/irq-affinity.rst.
public final class ImbalanceRule implements ProfileRule {
  private static final double MUCH_MORE = 1.5;

  /// For the scan.
  public ImbalanceRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "cpus.imbalance", "Uneven CPUs", "whether one CPU has much more work than others");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    if (!facts.wholeMachine()) {
      return Judgement.blind("only some tasks were recorded: record -a");
    }
    Map<Integer, Long> busy = new TreeMap<>(facts.busyByCpu());
    if (busy.containsKey(-1)) {
      return Judgement.blind("samples do not tell their CPU");
    }
    long all = busy.values().stream().mapToLong(Long::longValue).sum();
    if (busy.size() < 2 || all < Dominance.FEWEST) {
      return Judgement.clear();
    }
    Map.Entry<Integer, Long> most =
        busy.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    Share share = new Share(most.getValue(), all);
    if (share.low() < MUCH_MORE / busy.size()) {
      return Judgement.clear();
    }
    List<Evidence> evidence = new ArrayList<>();
    busy.forEach((cpu, samples) -> {
      if (evidence.size() < 8) {
        evidence.add(new Evidence.Note("CPU " + cpu + ": " + new Share(samples, all).counted()));
      }
    });
    return Judgement.found(
        new Verdict.Found(
            Role.CONTEXT,
            String.format(
                Locale.ROOT,
                "CPU %d did %s of the work of %d CPUs",
                most.getKey(),
                share,
                busy.size()),
            Confidence.CERTAIN,
            "each sample tells its CPU",
            evidence,
            List.of(),
            List.of(
                "what is bound to it? profile report --by cpu,symbol, /proc/interrupts,"
                    + " taskset -p"),
            Set.of(new Subject.CpuSubject(most.getKey()))),
        share.value());
  }
}
