package org.inquest.diagnose.oops;

import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.facts.LogFacts;
import org.inquest.engine.debugfile.KernelIdentity;
import org.inquest.formats.oops.report.ConsoleLine;
import org.inquest.kernel.logged.LoggedKernel;

/// What a log tells of one life of a machine, from one "Linux version" to the next.
///
/// @param banner the line that names the kernel; empty where the log begins later
/// @param release of the kernel, from the banner or else from a report; empty where neither has it
/// @param first number of the line it begins with, counted from 0
/// @param incidents different reports, in the order of their first lines
/// @param unkept reports beyond those that are kept, which are only counted
/// @param injected how many failures were injected on purpose
/// @param freed the line that says that init memory was given back
public record LoggedBoot(
    String banner,
    String release,
    long first,
    List<Incident> incidents,
    int unkept,
    long injected,
    Optional<ConsoleLine> freed) {

  /// Which kernel it was, for the search for its files.
  public KernelIdentity kernel() {
    return KernelIdentity.ofLog(release, banner);
  }

  /// What the rules may ask.
  ///
  /// @param files of the kernel, if any may be asked
  public LogFacts facts(Optional<LoggedKernel> files) {
    return LogFacts.of(incidents.stream().map(Incident::report).toList(), freed, files);
  }

  /// The same of one report alone.
  public LogFacts facts(Incident incident, Optional<LoggedKernel> files) {
    return LogFacts.of(List.of(incident.report()), freed, files);
  }

  /// How many reports there were.
  public int reports() {
    return unkept + incidents.stream().mapToInt(Incident::times).sum();
  }
}
