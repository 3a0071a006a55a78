package org.inquest.profile.record;

import java.util.List;

/// Who is observed.
public sealed interface Scope {

  /// In words, for messages: "all CPUs".
  String text();

  /// Everything on all CPUs.
  record AllCpus() implements Scope {
    @Override
    public String text() {
      return "all CPUs";
    }
  }

  /// Processes with all their threads, and what they start.
  record Processes(List<Integer> pids) implements Scope {
    @Override
    public String text() {
      return "process " + joined(pids);
    }
  }

  /// Threads alone.
  record Threads(List<Integer> tids) implements Scope {
    @Override
    public String text() {
      return "thread " + joined(tids);
    }
  }

  /// All tasks of a cgroup.
  ///
  /// @param name a path in the hierarchy of cgroups, or of the folder itself
  record Cgroup(String name) implements Scope {
    @Override
    public String text() {
      return "cgroup " + name;
    }
  }

  /// A command that is started, and what it starts.
  record Command() implements Scope {
    @Override
    public String text() {
      return "the command";
    }
  }

  private static String joined(List<Integer> numbers) {
    return String.join(",", numbers.stream().map(String::valueOf).toList());
  }
}
