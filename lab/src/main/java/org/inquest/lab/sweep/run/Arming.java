package org.inquest.lab.sweep.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.oops.CodePlace;
import org.inquest.lab.sweep.agent.CaseReply;
import org.inquest.lab.sweep.count.SilentFailures;
import org.inquest.lab.sweep.count.Site;
import org.inquest.lab.sweep.knob.KnobFiles;
import org.inquest.lab.sweep.knob.KnobWrite;
import org.inquest.lab.sweep.machine.SweptMachine;
import org.inquest.lab.sweep.plan.Failure;
import org.inquest.lab.sweep.plan.InjectableFunction;
import org.inquest.lab.sweep.plan.KnobPlan;
import org.inquest.lab.sweep.plan.RunningText;
import org.inquest.lab.sweep.probe.KernelProbe;
import org.inquest.lab.sweep.workload.Workload;
import org.jspecify.annotations.Nullable;

/// Makes the call of a case fail, and that call only.
///
/// A step's first failure is counted down by its own task (`/proc/PID/fail-nth`), which says
/// afterwards whether it was reached. The failures of a command and of a step that starts programs,
/// and a step's second one, may hit any task that is marked; there the `interval` knob does the
/// counting: of an attribute that has been passed C times, interval C + N fails the N-th call from
/// now (`should_fail()`, lib/fault-inject.c: it fails where the count can be divided by the
/// interval, and counts only where the interval is more than 1). C is known as long as each count
/// ended in a failure; where one did not, the machine has to be put back.
final class Arming {
  private static final String SLAB = "failslab";
  private static final String FUNCTION = "fail_function";

  private final SweptMachine machine;
  private final KnobFiles knobs;
  private final Workload workload;
  private final Duration limit;
  private final KernelProbe probe;
  private final KnobPlan plan;
  private long passed;
  private boolean lost;
  private @Nullable RunningText text;
  private Optional<SilentFailures> silent = Optional.empty();

  /// Looks what the machine's kernel can be made to fail at.
  ///
  /// @param limit for one step
  /// @throws Unavailable if it is nothing
  Arming(SweptMachine machine, Workload workload, Duration limit) {
    this.machine = machine;
    this.knobs = machine.knobs();
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
        if (tree() && calls.pairs() > 0) {
          throw new Unsupported(
              "pairs of failures: a second one can only be counted where one process has the first,"
                  + " and this workload starts others");
        }
        if (!tree() && !probe.tasks().failNth()) {
          throw new Unsupported("failures by number: this kernel's tasks have no fail-nth");
        }
      }
      case SweepMode.Cache(String name) -> writes.addAll(plan.only(name, knobs::read));
      case SweepMode.Functions functions -> plan.point(FUNCTION);
      case SweepMode.Places places -> plan.requirePlaces();
      case SweepMode.Soak soak -> plan.point(SLAB);
    }
    return writes;
  }

  /// Writes it.
  void prepare(SweepMode mode) {
    preparation(mode).forEach(this::write);
    silent = silent();
    try {
      silent.ifPresent(one -> one.begin().forEach(this::write));
    } catch (Unavailable e) {
      // Places that the log leaves out stay unknown.
      silent = Optional.empty();
    }
  }

  /// What else was written, so that the kernel tells of failures that its log leaves out.
  List<KnobWrite> traces() {
    return silent.map(SilentFailures::begin).orElse(List.of());
  }

  /// Where a call was made to fail since this was last asked, if the log does not tell. To be asked
  /// after each failure.
  Optional<Site> unsaid() {
    return silent.flatMap(one -> machine.agent().read(one.file())).flatMap(SilentFailures::first);
  }

  /// Of a machine that can be put back: what traces of others the kernel keeps is lost.
  private Optional<SilentFailures> silent() {
    return machine.restorable()
        ? SiteCount.TRACEFS.stream()
            .flatMap(folder -> SilentFailures.of(knobs, folder).stream())
            .findFirst()
        : Optional.empty();
  }

  /// What the kernel can be made to fail at.
  KernelProbe probe() {
    return probe;
  }

  /// Functions that can be made to fail, and what with.
  List<InjectableFunction> functions() {
    return InjectableFunction.parse(
        knobs.read(plan.point(FUNCTION).folder() + "/injectable").orElse(""));
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
  SweptMachine.Outcome run(SweepCase tried) {
    return switch (tried.failure()) {
      case Failure.Nth(long nth, long then) -> counted(tried, tree() ? nth : then);
      case Failure.Function function -> set(tried, FUNCTION);
      case Failure.Place(String capability, CodePlace place) -> set(tried, capability);
      case Failure.Chance chance -> byChance(tried);
    };
  }

  private SweptMachine.Outcome counted(SweepCase tried, long calls) {
    if (calls == 0) {
      return machine.run(number -> ask(number, tried));
    }
    String folder = plan.point(SLAB).folder() + "/";
    knobs.write(folder + "interval", String.valueOf(passed + calls));
    knobs.write(folder + "times", "1");
    knobs.write(folder + "probability", "100");
    SweptMachine.Outcome outcome = machine.run(number -> ask(number, tried));
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
    return tree() ? told(outcome, failed) : outcome;
  }

  /// What fails is set by knobs alone, once.
  private SweptMachine.Outcome set(SweepCase tried, String capability) {
    plan.arm(tried.failure(), this::text).forEach(this::write);
    SweptMachine.Outcome outcome = machine.run(number -> ask(number, tried));
    if (outcome.reply().isEmpty()) {
      return outcome;
    }
    boolean failed = knobs.read(plan.point(capability).folder() + "/times").orElse("").equals("0");
    plan.disarm(tried.failure()).forEach(this::write);
    return told(outcome, failed);
  }

  private SweptMachine.Outcome byChance(SweepCase tried) {
    plan.arm(tried.failure(), this::text).forEach(this::write);
    SweptMachine.Outcome outcome = machine.run(number -> ask(number, tried));
    if (outcome.reply().isPresent()) {
      plan.disarm(tried.failure()).forEach(this::write);
    }
    return outcome;
  }

  private RunningText text() {
    RunningText known = text;
    if (known == null) {
      known = RunningText.of(knobs);
      text = known;
    }
    return known;
  }

  private Optional<CaseReply> ask(int number, SweepCase tried) {
    if (command()) {
      long own = tree() ? 0 : tried.nth();
      return machine.agent().command(number, workload.command(), own, limit);
    }
    return !tree() && tried.failure() instanceof Failure.Nth(long nth, long then)
        ? machine.agent().step(number, tried.step(), nth, limit)
        : machine.agent().marked(number, tried.step(), limit);
  }

  private static SweptMachine.Outcome told(SweptMachine.Outcome outcome, boolean failed) {
    return new SweptMachine.Outcome(
        outcome.reply().map(reply -> reply.leaving(failed ? 0 : 1)), outcome.log());
  }

  private boolean command() {
    return !workload.command().isEmpty();
  }

  /// Whether a whole tree of processes is counted. Where the machine can't be put back the count of
  /// calls is not known, and the step's own process counts for itself.
  private boolean tree() {
    return workload.children() && machine.restorable();
  }

  private void write(KnobWrite write) {
    knobs.write(write.path(), write.value());
  }
}
