package org.inquest.lab.sweep.run;

import java.nio.file.Path;
import java.time.Duration;
import org.inquest.lab.sweep.workload.Workload;

/// What a person asks a sweep to do.
///
/// @param kernel a kernel built by the lab ("faults", "hacks"), or a path to a bzImage or a folder
/// @param workload what the kernel does meanwhile
/// @param folder where the journal and the findings' logs go; made if missing
/// @param jobs guests at a time
/// @param limit for one step
/// @param time for the whole sweep
/// @param mode which failures
public record SweepRequest(
    String kernel,
    Workload workload,
    Path folder,
    int jobs,
    Duration limit,
    Duration time,
    SweepMode mode) {}
