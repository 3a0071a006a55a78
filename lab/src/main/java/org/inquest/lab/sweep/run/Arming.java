package org.inquest.lab.sweep.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.fault.Unsupported;
import org.inquest.lab.sweep.agent.Agent;
import org.inquest.lab.sweep.agent.CaseReply;
import org.inquest.lab.sweep.guest.SweepGuest;
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
  private static final String DEBUGFS = "/sys/kernel/debug/";
  private static final String SLAB = DEBUGFS + "failslab/";
  private static final List<String> ATTRIBUTES =
      List.of("failslab", "fail_page_alloc", "fail_usercopy", "fail_futex");

  private final SweepGuest guest;
  private final Workload workload;
  private final Duration limit;
  private long passed;
  private boolean lost;

  /// @param limit for one step
  Arming(SweepGuest guest, Workload workload, Duration limit) {
    this.guest = guest;
    this.workload = workload;
    this.limit = limit;
  }

  /// Sets what is the same for all cases: every call counts, whoever may wait for memory or not;
  /// each failure is told with its stack.
  ///
  /// @throws Unsupported if this kernel can make nothing fail
  void prepare() {
    Agent agent = guest.agent();
    boolean any = false;
    for (String attribute : ATTRIBUTES) {
      String folder = DEBUGFS + attribute + "/";
      List<String> knobs = agent.list(folder);
      any |= !knobs.isEmpty();
      for (Knob knob : Knob.ALWAYS) {
        if (knobs.contains(knob.name())) {
          agent.write(folder + knob.name(), knob.value());
        }
      }
    }
    if (!any || agent.read("/proc/thread-self/fail-nth").isEmpty()) {
      throw new Unsupported(
          "this kernel can't be made to fail: it was built without CONFIG_FAULT_INJECTION or"
              + " CONFIG_FAILSLAB; 'inquest lab build-kernel faults' builds one that can");
    }
  }

  /// What is set before anything is armed.
  ///
  /// @param name below the attribute's folder
  record Knob(String name, String value) {
    static final List<Knob> ALWAYS =
        List.of(
            new Knob("probability", "0"),
            new Knob("interval", "1"),
            new Knob("times", "1"),
            new Knob("space", "0"),
            new Knob("verbose", "2"),
            new Knob("task-filter", "Y"),
            // By default everything that may wait for memory never fails (mm/failslab.c).
            new Knob("ignore-gfp-wait", "N"),
            new Knob("ignore-gfp-highmem", "N"),
            new Knob("min-order", "0"),
            new Knob("ignore-private", "N"));
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
    boolean command = !workload.command().isEmpty();
    long counted = command ? tried.nth() : tried.then();
    if (counted > 0) {
      Agent agent = guest.agent();
      agent.write(SLAB + "interval", String.valueOf(passed + counted));
      agent.write(SLAB + "times", "1");
      agent.write(SLAB + "probability", "100");
    }
    SweepGuest.Outcome outcome = guest.run(number -> ask(number, tried, command));
    if (counted > 0 && outcome.reply().isPresent()) {
      outcome = disarm(outcome, counted, command);
    }
    return outcome;
  }

  private Optional<CaseReply> ask(int number, SweepCase tried, boolean command) {
    return command
        ? guest.agent().command(number, workload.command(), limit)
        : guest.agent().step(number, tried.step(), tried.nth(), limit);
  }

  private SweepGuest.Outcome disarm(SweepGuest.Outcome outcome, long counted, boolean command) {
    Agent agent = guest.agent();
    agent.write(SLAB + "probability", "0");
    boolean failed = agent.read(SLAB + "times").map(String::strip).orElse("").equals("0");
    if (!failed) {
      lost = true;
    } else if (passed + counted > 1) {
      passed += counted;
    }
    return command
        ? new SweepGuest.Outcome(
            outcome.reply().map(reply -> reply.leaving(failed ? 0 : 1)), outcome.log())
        : outcome;
  }
}
