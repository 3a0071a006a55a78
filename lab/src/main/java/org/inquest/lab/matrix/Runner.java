package org.inquest.lab.matrix;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.inquest.formats.fault.InquestException;
import org.inquest.lab.capture.Capture;
import org.inquest.lab.judge.Examination;
import org.inquest.lab.judge.Expectation;
import org.inquest.lab.judge.Judgement;
import org.inquest.lab.run.Lab;
import org.inquest.lab.run.RunReport;
import org.inquest.lab.run.RunRequest;
import org.inquest.lab.scenario.Scenario;

/// Runs one scenario on one kernel, and judges.
public interface Runner {

  /// Runs it. Never throws an [InquestException]: what went wrong is the cell's outcome.
  Cell run(Scenario scenario, String kernel);

  /// Runs in a lab.
  ///
  /// @param folder where dumps go, with their truth
  /// @param refresh whether to look for newer kernels than the cached ones
  static Runner in(Lab lab, Path folder, boolean refresh) {
    return (scenario, kernel) -> {
      long start = System.nanoTime();
      String release = "";
      Cell.Outcome outcome;
      try {
        Expectation expected = Expectation.of(scenario.name(), scenario.expected());
        RunReport run =
            lab.run(new RunRequest(scenario, kernel, refresh, Capture.USUAL, folder, "", Map.of()));
        release = run.truth().facts().getOrDefault("kernel", "");
        Judgement judgement = Examination.of(run.dumps()).judge(expected, run.truth().facts());
        outcome =
            judgement.right()
                ? new Cell.Outcome.Right()
                : new Cell.Outcome.Wrong(judgement.wrong());
      } catch (InquestException e) {
        outcome = new Cell.Outcome.Broken(String.valueOf(e.getMessage()));
      }
      return new Cell(
          scenario.name(), kernel, release, outcome, Duration.ofNanos(System.nanoTime() - start));
    };
  }
}
