package org.inquest.lab.sweep.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inquest.lab.sweep.count.Site;

/// What came of a sweep.
///
/// @param kernel release of the kernel
/// @param workload its name
/// @param mode which failures it goes through, as [SweepMode] writes it
/// @param counts calls of each step that can fail, in a clean run
/// @param results of all cases
/// @param findings those that went wrong, each way once, in the order in which they were met
/// @param took how long it took, of this run
/// @param fresh cases of this run, without those of a run that was broken off before
/// @param restores how often a machine had to be put back, and how long that took in all
/// @param gaps what was not done, and why
public record SweepReport(
    String kernel,
    String workload,
    String mode,
    Map<String, Long> counts,
    List<CaseResult> results,
    List<Finding> findings,
    Duration took,
    int fresh,
    Restores restores,
    List<String> gaps) {

  /// What the folder of a sweep tells, whether it came to its end or not.
  ///
  /// @throws org.inquest.formats.fault.Unavailable if there is no journal in it
  public static SweepReport of(Path folder) {
    Journal.Told told = Journal.read(Sweep.journalOf(folder));
    Findings findings = new Findings(folder);
    findings.take(told);
    Map<String, Long> counts = told.counted();
    List<String> gaps = new ArrayList<>();
    counts.keySet().stream()
        .filter(step -> !told.done().contains(step))
        .forEach(step -> gaps.add("step " + step + " was not swept to its end"));
    return new SweepReport(
        told.head().get(0),
        told.head().size() > 1 ? told.head().get(1) : "",
        told.head().size() > 2 ? told.head().get(2) : "",
        counts,
        told.results(),
        findings.all(),
        Duration.ZERO,
        0,
        new Restores(0, Duration.ZERO),
        gaps);
  }

  /// How often machines were put back.
  ///
  /// @param count how often
  /// @param longest the longest time it took, from the report's end to the next case
  public record Restores(int count, Duration longest) {}

  /// What came of the failures of one place.
  ///
  /// @param site the place
  /// @param failed how often a call was made to fail there
  /// @param broke how often the kernel did not survive that
  /// @param steps in which it was met
  public record Coverage(Site site, int failed, int broke, List<String> steps) {
    /// How often it did.
    public int survived() {
      return failed - broke;
    }
  }

  /// Every place that was made to fail.
  public List<Coverage> coverage() {
    Map<Site, Coverage> all = new LinkedHashMap<>();
    for (CaseResult result : results) {
      if (result.injected() && result.site().isPresent()) {
        Site site = result.site().get();
        Coverage known = all.getOrDefault(site, new Coverage(site, 0, 0, List.of()));
        List<String> steps = new ArrayList<>(known.steps());
        if (!steps.contains(result.tried().step())) {
          steps.add(result.tried().step());
        }
        all.put(
            site,
            new Coverage(site, known.failed() + 1, known.broke() + (result.fine() ? 0 : 1), steps));
      }
    }
    return List.copyOf(all.values());
  }

  /// Cases a second while nothing broke.
  public double rate() {
    long milliseconds =
        results.stream().filter(CaseResult::fine).mapToLong(CaseResult::milliseconds).sum();
    long fine = results.stream().filter(CaseResult::fine).count();
    return milliseconds == 0 ? 0 : 1000.0 * fine / milliseconds;
  }
}
