package org.inquest.lab.sweep.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.lab.kernel.GuestKernel;
import org.inquest.lab.run.Workshop;
import org.inquest.lab.sweep.workload.Workload;

/// One case again, in a fresh guest: the step without a failure, the case, the step without a
/// failure once more, and a look at what it works on.
///
/// @param clean what came of the step before anything failed
/// @param tries what came of each try
public record Replay(CaseResult clean, List<Try> tries) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  public Replay {
    tries = List.copyOf(tries);
  }

  /// One try.
  ///
  /// @param result of the case itself
  /// @param broke what went wrong, in the case or after it; empty if nothing
  /// @param when if it was after it; empty if not
  /// @param log what the kernel said where it went wrong, else in the case
  public record Try(
      CaseResult result, Optional<CaseResult> broke, Optional<String> when, List<String> log) {}

  /// Runs it.
  ///
  /// @param kernel as a person names it
  /// @param mode of the sweep that has found it
  /// @param times how often
  public static Replay run(
      Workshop workshop,
      String kernel,
      Workload workload,
      SweepMode mode,
      SweepCase wanted,
      int times) {
    SweepRequest request =
        new SweepRequest(kernel, workload, Path.of(""), 1, LIMIT, Duration.ZERO, mode);
    GuestKernel booted = workshop.kernel(kernel, Sweep.FLAVOUR, false);
    try (CaseRunner runner = new CaseRunner(workshop, booted, request)) {
      runner.wantStep(wanted.step());
      CaseResult clean = runner.run(SweepCase.of(wanted.step(), 0)).result();
      List<Try> tries = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        runner.restoreWarm(wanted.step());
        tries.add(attempt(runner, wanted));
      }
      return new Replay(clean, tries);
    }
  }

  private static Try attempt(CaseRunner runner, SweepCase wanted) {
    CaseRunner.Ran ran = runner.run(wanted);
    if (!ran.result().fine()) {
      return new Try(ran.result(), Optional.of(ran.result()), Optional.empty(), ran.log());
    }
    CaseRunner.Ran after = runner.run(SweepCase.of(wanted.step(), 0));
    if (!after.result().fine()) {
      return new Try(
          ran.result(),
          Optional.of(after.result()),
          Optional.of("when the step was run once more, without a failure"),
          after.log());
    }
    String complaint = runner.check();
    return new Try(
        ran.result(),
        complaint.isEmpty()
            ? Optional.empty()
            : Optional.of(ran.result().damaged(Damage.DAMAGED, complaint)),
        complaint.isEmpty() ? Optional.empty() : Optional.of("in what it works on, afterwards"),
        ran.log());
  }
}
