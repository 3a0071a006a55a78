package org.inquest.lab.sweep.probe;

/// What each task has in `/proc/PID` (fs/proc/base.c).
///
/// @param makeItFail whether tasks can be marked: only they fail where `task-filter` is Y. Children
///   inherit the mark
/// @param failNth whether a task can be told that its nth chance to fail does
public record TaskKnobs(boolean makeItFail, boolean failNth) {}
