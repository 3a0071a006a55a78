package org.inquest.engine.code.check;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where a value is at one point of a path: in which registers and in which words of the frame.
/// Immutable.
///
/// @param address of the next instruction
/// @param registers set of registers that hold it
/// @param slots words of the stack that hold it, by distance from the stack pointer at the start;
///   ascending
/// @param stack how far the stack pointer has moved since the start; [#UNKNOWN] where not known
/// @param stored whether the value was written to memory other than the stack, where it may be
///   tested
/// @param passed the function that has been given the value on the way, or empty
/// @param came the branch before, for the path
record ValueState(
    long address,
    long registers,
    int[] slots,
    int stack,
    boolean stored,
    String passed,
    @Nullable Turn came) {
  static final int UNKNOWN = Integer.MIN_VALUE;

  private static final int[] NOWHERE = {};
  private static final int MAX_SLOTS = 8;

  /// A branch that a path took or did not take.
  record Turn(long address, boolean taken, @Nullable Turn before) {}

  static ValueState start(long address, int register) {
    return new ValueState(address, 1L << register, NOWHERE, 0, false, "", null);
  }

  boolean in(int register) {
    return register >= 0 && register < Long.SIZE && (registers >>> register & 1) != 0;
  }

  boolean inSlot(int slot) {
    return Arrays.binarySearch(slots, slot) >= 0;
  }

  /// Whether nothing holds the value any more.
  boolean lost() {
    return registers == 0 && slots.length == 0;
  }

  /// Whether another state at the same place knows all that this one does.
  boolean within(ValueState other) {
    // A path on which nobody was given the value yet says more than one where somebody was.
    if ((registers & ~other.registers) != 0
        || passed.isEmpty() && !other.passed.isEmpty()
        || !stored && other.stored) {
      return false;
    }
    for (int slot : slots) {
      if (!other.inSlot(slot)) {
        return false;
      }
    }
    return stack == other.stack || slots.length == 0;
  }

  ValueState at(long next, @Nullable Turn turn) {
    return new ValueState(next, registers, slots, stack, stored, passed, turn);
  }

  ValueState registers(long set) {
    return set == registers
        ? this
        : new ValueState(address, set, slots, stack, stored, passed, came);
  }

  /// Something other than the stack holds the value too.
  ValueState storedElsewhere() {
    return stored ? this : new ValueState(address, registers, slots, stack, true, passed, came);
  }

  ValueState passedTo(String function) {
    return new ValueState(address, registers, slots, stack, stored, function, came);
  }

  ValueState movedStack(int to) {
    // What lies below the stack pointer is gone.
    int[] left =
        to == UNKNOWN ? NOWHERE : Arrays.stream(slots).filter(slot -> slot >= to).toArray();
    return new ValueState(address, registers, left, to, stored, passed, came);
  }

  ValueState slot(int slot, boolean holds) {
    if (holds == inSlot(slot) || holds && slots.length >= MAX_SLOTS) {
      return this;
    }
    int[] now;
    if (holds) {
      now = Arrays.copyOf(slots, slots.length + 1);
      now[slots.length] = slot;
      Arrays.sort(now);
    } else {
      now = Arrays.stream(slots).filter(other -> other != slot).toArray();
    }
    return new ValueState(address, registers, now, stack, stored, passed, came);
  }
}
