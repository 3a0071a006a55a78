package org.inquest.diagnose.wait;

import java.util.List;
import java.util.Optional;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Registers;
import org.inquest.engine.unwind.Stack;
import org.inquest.formats.fault.MemoryFault;

/// Looks for a value among what functions saved on a stack.
final class StackMentions {
  /// A kernel stack has 16 KiB; a run of frames on one of them is shorter.
  private static final int MOST = 16 << 10;

  private StackMentions() {}

  /// Whether a value is in a frame's saved registers or on the stack from that frame outwards, up
  /// to the user's registers.
  static boolean of(Target target, Stack stack, int from, long value) {
    List<Frame> frames = stack.frames();
    if (from >= frames.size() || Places.user(frames.get(from))) {
      return false;
    }
    if (inRegisters(frames.get(from).registers(), value)) {
      return true;
    }
    long start = frames.get(from).sp();
    long end = start;
    for (int i = from; i < frames.size() && !Places.user(frames.get(i)); i++) {
      long sp = frames.get(i).sp();
      // Frames on another stack, an interrupt's, do not continue the run.
      end = sp > end && sp - start <= MOST ? sp : end;
    }
    try {
      for (long at = start; at < end; at += Long.BYTES) {
        if (target.memory().readLong(at) == value) {
          return true;
        }
      }
    } catch (MemoryFault e) {
      return false;
    }
    return false;
  }

  private static boolean inRegisters(Optional<Registers> registers, long value) {
    if (registers.isEmpty()) {
      return false;
    }
    for (int i = 0; i < registers.get().values().length; i++) {
      if (registers.get().knows(i) && registers.get().values()[i] == value) {
        return true;
      }
    }
    return false;
  }
}
