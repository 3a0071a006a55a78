package org.inquest.lab.sweep.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.fault.Unsupported;
import org.inquest.lab.sweep.agent.CaseReply;
import org.inquest.lab.sweep.guest.AgentKnobs;
import org.inquest.lab.sweep.guest.SweepGuest;
import org.inquest.lab.sweep.knob.KnobWrite;
import org.inquest.lab.sweep.plan.FaultCase;
import org.inquest.lab.sweep.plan.InjectableFunction;
import org.inquest.lab.sweep.plan.KnobPlan;
import org.inquest.lab.sweep.probe.FaultPoint;
import org.inquest.lab.sweep.probe.KernelProbe;
import org.inquest.lab.sweep.workload.Workload;

/// Makes the call of a case fail, and that call only.
///
/// A step's first failure is counted down by its own task (`/proc/PID/fail-nth`), which says
/// afterwards whether it was reached. A command's failures, and a step's second one, may hit any
/// task that is marked; there the `interval` knob does the counting: of an attribute that has been
/// passed C times, interval C + N fails the N-th call from now (`should_fail()`,
/// lib/fault-inject.c: it fails where the count can be divided by the interval, and counts only
/// where the interval is more than 1). C is known as long as each count ended in a failure; where
/// one did not, the machine has to be put back.
final class Arming {
  private static final String SLAB = "failslab";
  private static final String FUNCTION = "fail_function";
  private static final List<String> BY_CHANCE = List.of(SLAB, "fail_page_alloc");

  private final SweepGuest guest;
  private final AgentKnobs knobs;
  private final Workload workload;
  private final Duration limit;
  private final KernelProbe probe;
  private final KnobPlan plan;
  private long passed;
  private boolean lost;

  /// Looks what the guest's kernel can be made to fail at.
  ///
  /// @param limit for one step
  /// @throws Unavailable if it is nothing
  Arming(SweepGuest guest, Workload workload, Duration limit) {
    this.guest = guest;
    this.knobs = new AgentKnobs(guest.agent());
    this.workload = workload;
    this.limit = limit;
    this.probe = KernelProbe.of(knobs);
    probe.require();
    this.plan = new KnobPlan(probe);
  }

  /// What is written before all cases: every call counts, whoever may wait for memory or not; each
  /// failure is told with its stack.
  ///
  /// @throws Unsupported if this kernel can't do what the mode wants
  List<KnobWrite> preparation(SweepMode mode) {
    List<KnobWrite> writes = new ArrayList<>(plan.prepare());
    switch (mode) {
      case SweepMode.Calls calls -> {
        if (workload.command().isEmpty() && !probe.tasks().failNth()) {
          throw new Unsupported("failures by number: this kernel's tasks have no fail-nth");
        }
      }
      case SweepMode.Cache(String name) -> writes.addAll(only(name));
      case SweepMode.Functions functions -> point(FUNCTION);
      case SweepMode.Soak soak -> point(SLAB);
    }
    return writes;
  }

  /// Writes it.
  void prepare(SweepMode mode) {
    preparation(mode).forEach(this::write);
  }

  /// What the kernel can be made to fail at.
  KernelProbe probe() {
    return probe;
  }

  /// Functions that can be made to fail, and what with.
  List<InjectableFunction> functions() {
    return InjectableFunction.parse(
        knobs.read(point(FUNCTION).folder() + "/injectable").orElse(""));
  }

  /// The machine is as it was when it was kept: nothing has been counted yet.
  void restored() {
    passed = 0;
    lost = false;
  }

  /// Whether it is not known any more how many calls were counted.
  boolean lost() {
    return lost;
  }

  /// Runs a case.
  SweepGuest.Outcome run(SweepCase tried) {
    return switch (tried.failure()) {
      case Failure.Nth(long nth, long then) -> counted(tried, command() ? nth : then);
      case Failure.Function(String name, long value) -> function(tried, name, value);
      case Failure.Chance(int percent, long round) -> chance(tried, percent);
    };
  }

  private SweepGuest.Outcome counted(SweepCase tried, long calls) {
    if (calls == 0) {
      return guest.run(number -> ask(number, tried));
    }
    String folder = point(SLAB).folder() + "/";
    knobs.write(folder + "interval", String.valueOf(passed + calls));
    knobs.write(folder + "times", "1");
    knobs.write(folder + "probability", "100");
    SweepGuest.Outcome outcome = guest.run(number -> ask(number, tried));
    if (outcome.reply().isEmpty()) {
      return outcome;
    }
    knobs.write(folder + "probability", "0");
    boolean failed = knobs.read(folder + "times").orElse("").equals("0");
    if (!failed) {
      lost = true;
    } else if (passed + calls > 1) {
      passed += calls;
    }
    return command() ? told(outcome, failed) : outcome;
  }

  private SweepGuest.Outcome function(SweepCase tried, String name, long value) {
    FaultCase wanted =
        new FaultCase.Function(
            new InjectableFunction(name, "", InjectableFunction.Type.ERRNO), value);
    plan.arm(wanted).forEach(this::write);
    SweepGuest.Outcome outcome = guest.run(number -> ask(number, tried));
    if (outcome.reply().isEmpty()) {
      return outcome;
    }
    boolean failed = knobs.read(point(FUNCTION).folder() + "/times").orElse("").equals("0");
    plan.disarm(wanted).forEach(this::write);
    return told(outcome, failed);
  }

  private SweepGuest.Outcome chance(SweepCase tried, int percent) {
    List<FaultCase> all =
        BY_CHANCE.stream()
            .filter(name -> probe.point(name).isPresent())
            .<FaultCase>map(name -> new FaultCase.Soak(name, percent))
            .toList();
    all.forEach(one -> plan.arm(one).forEach(this::write));
    SweepGuest.Outcome outcome = guest.run(number -> ask(number, tried));
    if (outcome.reply().isPresent()) {
      all.forEach(one -> plan.disarm(one).forEach(this::write));
    }
    return outcome;
  }

  private Optional<CaseReply> ask(int number, SweepCase tried) {
    if (command()) {
      return guest.agent().command(number, workload.command(), limit);
    }
    return tried.failure() instanceof Failure.Nth(long nth, long then)
        ? guest.agent().step(number, tried.step(), nth, limit)
        : guest.agent().marked(number, tried.step(), limit);
  }

  private static SweepGuest.Outcome told(SweepGuest.Outcome outcome, boolean failed) {
    return new SweepGuest.Outcome(
        outcome.reply().map(reply -> reply.leaving(failed ? 0 : 1)), outcome.log());
  }

  private boolean command() {
    return !workload.command().isEmpty();
  }

  /// One slab cache alone: pages can't be told apart by caches, so that none of them fails.
  private List<KnobWrite> only(String cache) {
    if (!probe.caches().usable() || !probe.caches().names().contains(cache)) {
      throw new Unsupported(
          "failures of the slab cache "
              + cache
              + ": this kernel has no such cache, or its switch can't be written");
    }
    List<KnobWrite> writes = new ArrayList<>();
    writes.add(new KnobWrite("/sys/kernel/slab/" + cache + "/failslab", "1", "this cache fails"));
    point(SLAB)
        .path("cache-filter")
        .ifPresent(path -> writes.add(new KnobWrite(path, "Y", "and no other")));
    probe
        .point("fail_page_alloc")
        .ifPresent(pages -> {
          pages
              .path("ignore-gfp-wait")
              .ifPresent(path -> writes.add(new KnobWrite(path, "Y", "no pages")));
          pages
              .path("min-order")
              .ifPresent(path -> writes.add(new KnobWrite(path, "20", "of any size")));
        });
    return writes;
  }

  private FaultPoint point(String name) {
    return probe
        .point(name)
        .orElseThrow(() -> new Unsupported(name + ": this kernel has no such fault point"));
  }

  private void write(KnobWrite write) {
    knobs.write(write.path(), write.value());
  }
}
