package org.inquest.profile.sched;

/// How long one task waited for another.
///
/// @param waiter who waited
/// @param other who woke it, or who ran instead
/// @param interrupt whether an interrupt woke it; then `other` is who was interrupted the first
///   time
/// @param rest how it waited
/// @param delays how often and how long
public record PairSum(Party waiter, Party other, boolean interrupt, Rest rest, Delays delays) {}
