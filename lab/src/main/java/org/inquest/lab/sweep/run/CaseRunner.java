package org.inquest.lab.sweep.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.sweep.agent.Agent;
import org.inquest.lab.sweep.agent.CaseReply;
import org.inquest.lab.sweep.count.Counting;
import org.inquest.lab.sweep.count.Site;
import org.inquest.lab.sweep.knob.KnobWrite;
import org.inquest.lab.sweep.leak.MemoryLook;
import org.inquest.lab.sweep.machine.SweptMachine;
import org.inquest.lab.sweep.plan.InjectableFunction;
import org.inquest.lab.sweep.probe.KernelProbe;

/// Runs cases in one machine, and has it whole again after each that broke it, where it can be.
public final class CaseRunner implements AutoCloseable {
  /// What a workload of one command calls its only step.
  static final String COMMAND = "command";

  private final SweepRequest request;
  private SweptMachine machine;
  private Arming arming;
  private long taint;
  private boolean spent;
  private int restores;
  private Duration longest = Duration.ZERO;

  /// Gets a machine ready and keeps its state.
  ///
  /// @throws Unavailable if there is none to be had, or the workload can't be prepared
  public CaseRunner(SweepRequest request) {
    this.request = request;
    this.machine = request.machines().get();
    this.arming = arm();
  }

  /// What came of a case.
  ///
  /// @param result the judgement
  /// @param log what the kernel said
  /// @param pid of the step's process, in its machine; 0 where nobody told
  public record Ran(CaseResult result, List<String> log, int pid) {
    /// The same, judged anew.
    Ran with(CaseResult other) {
      return new Ran(other, log, pid);
    }

    /// The same, damaged, with more of what the kernel said.
    Ran damaged(Damage how, String about, List<String> longer) {
      return new Ran(result.damaged(how, about), longer, pid);
    }
  }

  /// What came of a step that was counted.
  ///
  /// @param result of the step
  /// @param calls of it that can fail
  record Counted(CaseResult result, long calls) {}

  /// The steps of the workload.
  List<String> steps() {
    return machine.agent().steps();
  }

  /// Runs a step in which nothing fails, and counts what can.
  Counted count(String step) {
    SweptMachine.Outcome outcome =
        machine.run(number -> machine.agent().step(number, step, Agent.COUNT, request.limit()));
    return new Counted(
        judge(SweepCase.of(step, 0), outcome).result(),
        outcome.reply().map(reply -> Agent.COUNT - reply.left()).orElse(0L));
  }

  /// The places that steps reach while nothing fails; empty where the kernel can't count them.
  Optional<Counting.Result> sites(Collection<String> steps) {
    return new SiteCount(machine)
        .count(() -> {
          for (String step : steps) {
            arming.run(SweepCase.of(step, 0));
          }
        });
  }

  /// What the kernel can be made to fail at.
  KernelProbe probe() {
    return arming.probe();
  }

  /// What was written before all cases.
  List<KnobWrite> preparation() {
    List<KnobWrite> writes = new ArrayList<>(arming.preparation(request.mode()));
    writes.addAll(arming.traces());
    return writes;
  }

  /// Functions that can be made to fail, and what with.
  List<InjectableFunction> functions() {
    return arming.functions();
  }

  /// Wants a step to be one of the workload's.
  ///
  /// @throws NotFound if it is not
  void wantStep(String step) {
    boolean command = !request.workload().command().isEmpty() && step.equals(COMMAND);
    if (!command && !steps().contains(step)) {
      throw new NotFound(
          "step", step, request.workload().name() + ": " + String.join(", ", steps()));
    }
  }

  /// Whether its machine broke and can't be put back: it runs no more cases.
  boolean spent() {
    return spent;
  }

  /// Runs a case. A machine that broke is put back before this returns.
  public Ran run(SweepCase tried) {
    for (int tries = 1; ; tries++) {
      SweptMachine.Outcome outcome = arming.run(tried);
      int fixture = outcome.reply().map(CaseReply::fixture).orElse(0);
      if (fixture != 0 && tries <= 2 && machine.restorable()) {
        // An earlier case left something behind that the step can't begin with.
        restore();
        continue;
      }
      if (fixture != 0) {
        throw new Unavailable(
            "step "
                + tried.step()
                + " can't be prepared"
                + (machine.restorable() ? ", in a fresh machine either" : ""),
            "errno " + fixture);
      }
      Ran ran = placed(judge(tried, outcome), outcome);
      if (!ran.result().fine() || arming.lost()) {
        renew();
      }
      return ran;
    }
  }

  /// What was seen when somebody looked whether what the workload works on is whole.
  ///
  /// @param complaint what is wrong; empty if nothing
  /// @param log what the kernel has said since the last case began, if something is wrong
  record Checked(String complaint, List<String> log) {
    boolean fine() {
      return complaint.isEmpty();
    }
  }

  /// Looks whether what the workload works on is whole; if not, the machine is put back.
  Checked check() {
    String complaint = machine.agent().check().strip().replaceAll("\\s*\n\\s*", "; ");
    long now = tainted();
    if (complaint.isEmpty() && now == taint) {
      return new Checked("", List.of());
    }
    List<String> said = machine.said();
    if (complaint.isEmpty()) {
      // What a case leaves behind may show as late as the unmount.
      complaint =
          Judge.incident(said)
              .map(incident -> incident.headline().title() + ", when it was looked at")
              .orElse("the kernel became tainted when it was looked at: flags " + now);
    }
    renew();
    return new Checked(complaint, said);
  }

  /// What can be seen of its memory.
  MemoryLook memory() {
    return MemoryLook.of(machine.knobs());
  }

  /// How often this machine was put back, and the longest time that took.
  SweepReport.Restores restores() {
    return new SweepReport.Restores(restores, longest);
  }

  @Override
  public void close() {
    machine.close();
  }

  private Ran judge(SweepCase tried, SweptMachine.Outcome outcome) {
    return new Ran(
        new Judge(taint).judge(tried, outcome),
        outcome.log(),
        outcome.reply().map(CaseReply::pid).orElse(0));
  }

  /// The same, with the place of a failure that the kernel's log says nothing of.
  private Ran placed(Ran ran, SweptMachine.Outcome outcome) {
    if (!ran.result().injected() || outcome.reply().isEmpty()) {
      return ran;
    }
    Optional<Site> noted = arming.unsaid();
    return ran.result().site().isPresent() ? ran : ran.with(ran.result().at(noted));
  }

  private void renew() {
    if (machine.restorable()) {
      restore();
    } else {
      spent = true;
    }
  }

  /// Puts the machine back to its kept state.
  void restore() {
    long begin = System.nanoTime();
    try {
      machine.restore();
    } catch (Unavailable e) {
      // QEMU itself is gone, or its state can't be put back: a new one.
      machine.close();
      machine = request.machines().get();
      arming = arm();
    }
    arming.restored();
    restores++;
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    longest = longest.compareTo(took) < 0 ? took : longest;
  }

  /// Puts the machine back, and lets it run the step once while nothing fails: a step that runs for
  /// the first time fills caches, with calls that it has not later, and the numbers of all calls
  /// behind them would be others.
  void restoreWarm(String step) {
    if (machine.restorable()) {
      restore();
    }
    run(SweepCase.of(step, 0));
  }

  private long tainted() {
    return machine
        .agent()
        .read("/proc/sys/kernel/tainted")
        .map(String::strip)
        .map(Long::parseLong)
        .orElse(-1L);
  }

  private Arming arm() {
    try {
      Arming made = new Arming(machine, request.workload(), request.limit());
      made.prepare(request.mode());
      machine.agent().prepare();
      taint = tainted();
      if (request.leaks()) {
        MemoryLook memory = MemoryLook.of(machine.knobs());
        if (memory.exact()) {
          memory.unreferenced(); // What a boot leaves behind is nobody's fault here.
        }
      }
      machine.keep();
      return made;
    } catch (RuntimeException e) {
      machine.close();
      throw e;
    }
  }
}
