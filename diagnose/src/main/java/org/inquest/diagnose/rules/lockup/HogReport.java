package org.inquest.diagnose.rules.lockup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.facts.CpuActivity;
import org.inquest.diagnose.facts.SchedulerFacts;
import org.inquest.diagnose.facts.SchedulerFacts.Waiter;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.kernel.sched.FairServer;
import org.inquest.kernel.sched.RealTimeLimit;

/// The sentences about real-time hogs.
final class HogReport {
  private static final int SHOWN = 6;

  private final SchedulerFacts facts;
  private final List<Hog> hogs;
  private final boolean everywhere;

  HogReport(SchedulerFacts facts, List<Hog> hogs, boolean everywhere) {
    this.facts = facts;
    this.hogs = hogs;
    this.everywhere = everywhere;
  }

  String claim() {
    boolean one = hogs.size() == 1;
    boolean starve = hogs.stream().anyMatch(Hog::starves);
    String who =
        Phrases.list(
            hogs,
            4,
            h ->
                h.task().title()
                    + " with "
                    + h.policy()
                    + (one ? " " : " on CPU " + h.queue().cpu() + " ")
                    + where(h));
    String verb = starve ? (one ? " keeps " : " keep ") : one ? " takes " : " take ";
    return Phrases.count(hogs.size(), hogs.getFirst().schedClass().words() + " task")
        + verb
        + (starve ? "" : "nearly all of ")
        + scope(starve && everywhere)
        + ": "
        + who
        + (starve ? starved() : ran())
        + throttling();
  }

  private String scope(boolean forThemselves) {
    if (everywhere) {
      String self = hogs.size() == 1 ? " to itself" : " to themselves";
      return Phrases.every(hogs.size()) + (forThemselves ? self : "");
    }
    List<Integer> cpus = hogs.stream().map(h -> h.queue().cpu()).toList();
    return Phrases.cpus(cpus) + " of " + facts.onlineCpus();
  }

  private String starved() {
    int starved = hogs.stream().mapToInt(h -> h.starved().size()).sum();
    long longest = hogs.stream().mapToLong(Hog::heldNs).max().orElse(0);
    return ". "
        + Phrases.count(starved, "ready task")
        + (starved == 1 ? " has" : " have")
        + " not run for up to "
        + Phrases.span(longest);
  }

  private String ran() {
    Hog first = hogs.getFirst();
    return ". "
        + (hogs.size() == 1 ? "It" : first.task().title())
        + " ran for "
        + Phrases.span(first.times().ran())
        + " of the "
        + Phrases.span(first.ageNs())
        + " since it started";
  }

  private String where(Hog hog) {
    Optional<CpuActivity> activity = facts.cpu(hog.queue().cpu());
    return hog.running() && activity.isPresent() ? activity.get().taskWhere() : "ready to run";
  }

  private String throttling() {
    Optional<FairServer> server = hogs.getFirst().queue().fairServer();
    if (server.isPresent()) {
      return server.get().enabled()
          ? "; the fair server leaves other tasks "
              + Phrases.span(server.get().runtimeNs())
              + " of every "
              + Phrases.span(server.get().periodNs())
          : "; the fair server is switched off";
    }
    Optional<RealTimeLimit> limit = facts.realTimeLimit();
    if (limit.isEmpty()) {
      return "";
    }
    return limit.get().unlimited()
        ? "; real-time throttling is off (kernel.sched_rt_runtime_us = "
            + limit.get().runtimeUs()
            + ")"
        : "; real-time throttling leaves other tasks "
            + (limit.get().periodUs() - limit.get().runtimeUs()) / 1000
            + " ms of every "
            + limit.get().periodUs() / 1000
            + " ms";
  }

  List<Evidence> evidence() {
    List<Evidence> evidence = new ArrayList<>();
    for (Hog hog : hogs.subList(0, Math.min(hogs.size(), SHOWN))) {
      addHog(hog, evidence);
    }
    facts.realTimeLimit().ifPresent(limit -> evidence.add(limit(limit)));
    return evidence;
  }

  private void addHog(Hog hog, List<Evidence> evidence) {
    long address = hog.task().address();
    String cpu = "CPU " + hog.queue().cpu();
    evidence.add(
        new Evidence.Value(
            hog.queue().address(),
            Phrases.member("rq", hog.queue().address(), hog.running() ? "curr" : "rt"),
            Phrases.hex(address),
            cpu
                + (hog.running() ? " runs " : " would run ")
                + hog.task().title()
                + ", "
                + hog.policy()));
    evidence.add(
        new Evidence.Value(
            address,
            Phrases.member("task_struct", address, "se.sum_exec_runtime"),
            Long.toString(hog.times().ran()),
            hog.task().title()
                + " has run for "
                + Phrases.span(hog.times().ran())
                + " in its life"));
    if (hog.starves()) {
      evidence.add(
          new Evidence.Note(
              cpu
                  + ": ready and waiting: "
                  + Phrases.list(hog.starved(), SHOWN, HogReport::waiter)));
    }
    facts
        .cpu(hog.queue().cpu())
        .filter(activity -> hog.running() && !activity.frames().isEmpty())
        .ifPresent(activity ->
            evidence.add(
                new Evidence.Frames(
                    hog.task().title(), activity.frames(), "where it ran on " + cpu)));
  }

  private static String waiter(Waiter waiter) {
    return waiter.task().title() + since(waiter) + duty(waiter);
  }

  private static String since(Waiter waiter) {
    if (waiter.waitedNs() < 0) {
      return "";
    }
    String span = Phrases.span(waiter.waitedNs());
    return waiter.exact() ? " for " + span : ", which last ran " + span + " ago";
  }

  /// What does not happen while a kernel thread starves.
  private static String duty(Waiter waiter) {
    String comm = waiter.task().comm();
    if (!waiter.task().kernelThread()) {
      return "";
    }
    if (comm.startsWith("ksoftirqd/")) {
      return " (soft interrupts: timers, network)";
    }
    if (drivesRcu(comm)) {
      return " (ends RCU grace periods)";
    }
    return comm.startsWith("kworker/") ? " (work queues)" : "";
  }

  /// `rcu_preempt` or `rcu_sched` is the one thread that ends grace periods.
  private static boolean drivesRcu(String comm) {
    return comm.equals("rcu_preempt") || comm.equals("rcu_sched");
  }

  private static Evidence limit(RealTimeLimit limit) {
    return new Evidence.Value(
        limit.address(),
        "sysctl_sched_rt_runtime",
        Long.toString(limit.runtimeUs()),
        limit.unlimited()
            ? "real-time tasks may use all of each period of " + limit.periodUs() + " us"
            : "real-time tasks may use so many microseconds of each " + limit.periodUs());
  }

  /// Whether somebody starves whom the other CPUs need as well.
  boolean starvesTheWholeMachine() {
    return hogs.stream()
        .flatMap(h -> h.starved().stream())
        .anyMatch(w -> w.task().kernelThread() && drivesRcu(w.task().comm()));
  }

  List<String> ruledOut() {
    List<String> lines = new ArrayList<>();
    for (Hog hog : hogs) {
      facts.cpu(hog.queue().cpu()).flatMap(this::nmi).ifPresent(lines::add);
    }
    lines.add(
        "soft lockup: the detector's stop tasks come before real-time tasks, so they ran and had nothing to report");
    return lines;
  }

  /// The panic is not the reason where an NMI brought it to a CPU that was busy with a hog.
  private Optional<String> nmi(CpuActivity activity) {
    return activity
        .panicNmi()
        .map(nmi ->
            "the panic on CPU "
                + activity.cpu()
                + ": it came by "
                + nmi
                + ", which interrupted "
                + activity.task().title()
                + " "
                + activity.where()
                + "; it only took the dump");
  }
}
