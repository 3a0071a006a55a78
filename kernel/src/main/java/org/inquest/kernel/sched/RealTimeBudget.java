package org.inquest.kernel.sched;

/// What a CPU's real-time tasks have used of the time they may have before they are throttled
/// (`struct rt_rq`).
///
/// Not kept since 5f6bd380c7bd ("sched/rt: Remove default bandwidth control", v6.12) unless groups
/// have budgets of their own: since then the fair server ([FairServer]) takes the CPU back.
///
/// @param throttled whether they are kept off the CPU until the next period
/// @param usedNs nanoseconds used in this period
/// @param budgetNs nanoseconds they may use in each period
public record RealTimeBudget(boolean throttled, long usedNs, long budgetNs) {}
