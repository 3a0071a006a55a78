package org.inquest.profile.sched;

import java.util.List;
import java.util.Map;
import org.inquest.formats.perf.ReadSummary;
import org.inquest.profile.export.Stacks;

/// What a profile says about the scheduler. Times are nanoseconds of the profile's clock.
///
/// @param first time of the first record
/// @param last time of the last one
/// @param tasks that were seen, without idle ones
/// @param cpus by number
/// @param waits the longest of each kind, the longest first
/// @param holds the longest stretches in which a task had a CPU that others waited for
/// @param sleepers who slept until whom
/// @param preemptions who had to wait for a CPU, and who took it
/// @param stacks off-CPU time by stack, in microseconds
/// @param wakers whether wakers are known for sure: `sched_waking` was recorded
/// @param lost records that the recorder lost
/// @param unsure waits that span a loss
/// @param gaps what could not be seen, a sentence each
/// @param summary how the reading went
public record SchedReport(
    long first,
    long last,
    List<TaskTimes> tasks,
    List<CpuTimes> cpus,
    Map<Rest, List<LongWait>> waits,
    List<Hold> holds,
    List<PairSum> sleepers,
    List<PairSum> preemptions,
    Stacks stacks,
    boolean wakers,
    long lost,
    long unsure,
    List<String> gaps,
    ReadSummary summary) {}
