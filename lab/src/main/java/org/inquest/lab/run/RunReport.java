package org.inquest.lab.run;

import java.nio.file.Path;
import java.time.Duration;
import org.inquest.lab.scenario.Truth;

/// What a run left behind.
///
/// @param dump the vmcore
/// @param truthFile the truth beside it
/// @param consoleFile all the guest printed
/// @param truth the content of `truthFile`
/// @param boots how often the guest was booted: 2 if the first one never reached its scenario
/// @param took from start to end
public record RunReport(
    Path dump, Path truthFile, Path consoleFile, Truth truth, int boots, Duration took) {}
