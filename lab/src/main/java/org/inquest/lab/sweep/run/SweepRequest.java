package org.inquest.lab.sweep.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.inquest.lab.sweep.machine.SweptMachine;
import org.inquest.lab.sweep.workload.Workload;

/// What a person asks a sweep to do.
///
/// @param kernel its release
/// @param machines makes one that runs that kernel and is ready to prepare the workload
/// @param workload what the kernel does meanwhile
/// @param folder where the journal and the findings' logs go; made if missing
/// @param jobs machines at a time
/// @param limit for one step
/// @param time for the whole sweep
/// @param mode which failures
/// @param leaks whether to look for memory that is not given back
public record SweepRequest(
    String kernel,
    Supplier<SweptMachine> machines,
    Workload workload,
    Path folder,
    int jobs,
    Duration limit,
    Duration time,
    SweepMode mode,
    boolean leaks) {}
