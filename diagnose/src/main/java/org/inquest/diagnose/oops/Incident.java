package org.inquest.diagnose.oops;

import java.util.Optional;
import org.inquest.formats.oops.report.Headline;
import org.inquest.formats.oops.report.LogReport;
import org.inquest.formats.oops.report.ReportParts;
import org.inquest.formats.oops.report.Severity;

/// A report of a log, and how often the same was reported in the same boot.
///
/// @param report the first of them
/// @param headline its title and class
/// @param parts what it says
/// @param signature what makes reports the same, see [org.inquest.formats.oops.report.Signature]
/// @param initFreed whether the kernel had given its init memory back before
/// @param times how often it was reported, at least 1
/// @param last number of the line that began the last of them, counted from 0
public record Incident(
    LogReport report,
    Headline headline,
    ReportParts parts,
    String signature,
    boolean initFreed,
    int times,
    long last) {

  /// The exception it is about; empty for a report about none, as a hung task's.
  public Optional<LoggedFault> fault() {
    return LoggedFault.of(report, parts, initFreed);
  }

  /// How bad it is.
  public Severity severity() {
    return Severity.of(report, headline);
  }

  Incident again(long line) {
    return new Incident(report, headline, parts, signature, initFreed, times + 1, line);
  }
}
