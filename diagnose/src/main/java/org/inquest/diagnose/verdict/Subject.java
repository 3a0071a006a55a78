package org.inquest.diagnose.verdict;

/// Something a finding is about, so that findings about the same thing can be joined.
public sealed interface Subject {
  /// A task, by the address of its `struct task_struct`, or by PID alone where a log is all there
  /// is (address 0).
  record TaskSubject(long address, int pid) implements Subject {}

  /// The task that a reason blames for what it does, by the address of its `struct task_struct`.
  /// Two reasons that blame one task tell one story.
  record CulpritSubject(long address, int pid) implements Subject {}

  /// A lock or other object, by its address.
  record ObjectSubject(long address) implements Subject {}

  /// A CPU.
  record CpuSubject(int cpu) implements Subject {}

  /// A function, by name.
  record FunctionSubject(String name) implements Subject {}
}
