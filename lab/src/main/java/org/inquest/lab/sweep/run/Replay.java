package org.inquest.lab.sweep.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One case again, in a fresh machine: the step without a failure, the case, the step without a
/// failure once more, and a look at what it works on.
///
/// @param clean what came of the step before anything failed
/// @param tries what came of each try
public record Replay(CaseResult clean, List<Try> tries) {
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
  /// @param request as of the sweep that has found it; its folder and time are of no use here
  /// @param times how often; a machine that can't be put back is tried until it breaks
  public static Replay run(SweepRequest request, SweepCase wanted, int times) {
    try (CaseRunner runner = new CaseRunner(request)) {
      runner.wantStep(wanted.step());
      CaseResult clean = runner.run(SweepCase.of(wanted.step(), 0)).result();
      List<Try> tries = new ArrayList<>();
      for (int i = 0; i < times && !runner.spent(); i++) {
        runner.restoreWarm(wanted.step());
        tries.add(attempt(runner, wanted, request.leaks()));
      }
      return new Replay(clean, tries);
    }
  }

  private static Try attempt(CaseRunner runner, SweepCase wanted, boolean leaks) {
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
    for (Afterwards look :
        leaks ? List.of(Afterwards.CHECK, Afterwards.LEAKS) : List.of(Afterwards.CHECK)) {
      CaseRunner.Ran seen = look.look(runner, ran);
      if (!seen.result().fine()) {
        String when =
            look == Afterwards.LEAKS ? "in memory, afterwards" : "in what it works on, afterwards";
        return new Try(ran.result(), Optional.of(seen.result()), Optional.of(when), seen.log());
      }
    }
    return new Try(ran.result(), Optional.empty(), Optional.empty(), ran.log());
  }
}
