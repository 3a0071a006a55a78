package org.inquest.lab.judge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.inquest.diagnose.Diagnosis;
import org.inquest.diagnose.Report;
import org.inquest.diagnose.facts.DumpFacts;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.formats.fault.InquestException;

/// A lab dump, opened and diagnosed as any other.
///
/// @param report what Inquest says
/// @param took opening and diagnosing, in this JVM
public record Examination(Report report, Duration took) {

  /// Opens a dump and diagnoses it.
  ///
  /// @param dump its files
  /// @throws InquestException if it can't be opened
  public static Examination of(List<Path> dump) {
    long start = System.nanoTime();
    try (Target target = TargetOpener.open(dump)) {
      Report report = Diagnosis.of(new DumpFacts(target));
      return new Examination(report, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /// Holds the diagnosis against the truth.
  public Judgement judge(Expectation expected, Map<String, String> facts) {
    return Judgement.of(expected, facts, report);
  }
}
