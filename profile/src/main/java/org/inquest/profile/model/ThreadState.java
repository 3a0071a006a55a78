package org.inquest.profile.model;

import org.jspecify.annotations.Nullable;

/// A thread as it is when a sample is taken. Its name and what is mapped may change later: who
/// keeps something keeps the numbers and the name.
public final class ThreadState {
  private final int pid;
  private final int tid;
  private String comm;
  private AddressSpace space;

  ThreadState(int pid, int tid, String comm, AddressSpace space) {
    this.pid = pid;
    this.tid = tid;
    this.comm = comm;
    this.space = space;
  }

  /// The process.
  public int pid() {
    return pid;
  }

  /// The thread.
  public int tid() {
    return tid;
  }

  /// Its name; `:TID` where nobody told it.
  public String comm() {
    return comm;
  }

  /// The program that its process runs; empty for the kernel's threads and where nobody told it.
  public @Nullable Binary program() {
    return space.program();
  }

  AddressSpace space() {
    return space;
  }

  void rename(String name) {
    comm = name;
  }

  void runIn(AddressSpace other) {
    space = other;
  }
}
