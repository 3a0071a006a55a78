package org.inquest.engine.unwind;

/// Walks stacks of one machine. Safe for use by several threads.
public interface Unwinder {

  /// Walks from registers: a CPU's at the time of the dump, or an exception's.
  Stack unwind(Registers start);

  /// Walks from where a task was switched out.
  ///
  /// @param savedSp the stack pointer in the task's thread state
  Stack unwindSwitchedOut(long savedSp);
}
