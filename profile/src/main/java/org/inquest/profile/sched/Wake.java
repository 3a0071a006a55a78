package org.inquest.profile.sched;

import org.jspecify.annotations.Nullable;

/// How a sleep ended.
///
/// @param waker who ran when it happened
/// @param interrupt whether an interrupt did it, so that the waker has nothing to do with it
/// @param time when, in nanoseconds
/// @param stack where the waker was: a node of the stacks
/// @param rest how who was woken had waited
/// @param from since when
/// @param before how the waker itself was woken, where that was while who was woken slept: what it
///   had waited for, too
public record Wake(
    Party waker,
    boolean interrupt,
    long time,
    int stack,
    Rest rest,
    long from,
    @Nullable Wake before) {
  /// Longer chains are cut: each wake-up would hold on to all before it.
  static final int LONGEST_CHAIN = 8;

  /// The same with so many more before it at most.
  Wake cut(int most) {
    if (before == null) {
      return this;
    }
    Wake shorter = most == 0 ? null : before.cut(most - 1);
    return shorter == before ? this : new Wake(waker, interrupt, time, stack, rest, from, shorter);
  }
}
