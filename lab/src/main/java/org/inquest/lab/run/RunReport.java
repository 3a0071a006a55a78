package org.inquest.lab.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.inquest.lab.scenario.Truth;

/// What a run left behind.
///
/// @param dumps the vmcore: one file, or the files of a split one
/// @param truthFile the truth beside it
/// @param consoleFile all the guest printed
/// @param truth the content of `truthFile`
/// @param boots how often the guest was booted: 2 if the first one never reached its scenario
/// @param took from start to end
public record RunReport(
    List<Path> dumps, Path truthFile, Path consoleFile, Truth truth, int boots, Duration took) {

  public RunReport {
    dumps = List.copyOf(dumps);
  }
}
