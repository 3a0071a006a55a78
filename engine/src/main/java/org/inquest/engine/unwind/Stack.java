package org.inquest.engine.unwind;

import java.util.List;

/// The frames of one context, innermost first, and how the walk ended.
///
/// @param frames innermost first
/// @param end why there are no more
/// @param detail for ends that are not normal: what happened where, empty otherwise
public record Stack(List<Frame> frames, End end, String detail) {

  /// How a stack walk ended.
  public enum End {
    /// At the entry from user mode; the last frame holds the user's registers.
    USER,
    /// At the first frame of a kernel thread or idle task.
    BOTTOM,
    /// A stack word is not in the dump.
    FAULT,
    /// No unwind table knows the address, and no guess was left.
    LOST,
    /// The stack pointer stopped moving or came back.
    LOOP,
    /// More frames than any kernel stack holds.
    LIMIT
  }

  /// Whether the walk reached a real end.
  public boolean complete() {
    return end == End.USER || end == End.BOTTOM;
  }
}
