package org.inquest.profile.record;

import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.fault.UsageError;
import org.inquest.profile.event.Refusal;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.system.Errno;
import org.inquest.profile.system.PerfSystem;
import org.jspecify.annotations.Nullable;

/// Who is observed, in the kernel's numbers.
///
/// @param numbers threads; -1 for all; the descriptor of a cgroup's folder
/// @param flags for perf_event_open
public record Observed(List<Integer> numbers, long flags) {

  /// Those of a scope; to be closed with [#close] when the events are open.
  ///
  /// @param command the one that was started, for a scope that is one
  /// @throws org.inquest.formats.fault.InquestException where there is no such process or cgroup
  public static Observed of(
      PerfSystem system, SystemTree tree, Scope scope, @Nullable StartedCommand command) {
    if (scope instanceof Scope.Cgroup(String name)) {
      int folder = system.openFolder(Cgroups.folder(tree, name).toString());
      return new Observed(List.of(folder), PerfSystem.PID_CGROUP);
    }
    return new Observed(numbers(tree, scope, command), 0);
  }

  /// Gives back what was opened to name them.
  public void close(PerfSystem system) {
    if (flags == PerfSystem.PID_CGROUP) {
      numbers.forEach(system::close);
    }
  }

  /// The threads of a scope that is no cgroup.
  ///
  /// @param command the one that was started, for a scope that is one
  /// @throws org.inquest.formats.fault.Unavailable where there is no such process
  private static List<Integer> numbers(
      SystemTree tree, Scope scope, @Nullable StartedCommand command) {
    return switch (scope) {
      case Scope.AllCpus all -> List.of(-1);
      case Scope.Threads(List<Integer> tids) -> tids;
      case Scope.Processes(List<Integer> pids) -> threads(tree, pids);
      case Scope.Command started when command != null -> List.of(command.pid());
      case Scope.Command none -> throw new UsageError("which command?");
      case Scope.Cgroup cgroup -> throw new UsageError("a cgroup is not a task");
    };
  }

  private static List<Integer> threads(SystemTree tree, List<Integer> pids) {
    List<Integer> out = new ArrayList<>();
    for (int pid : pids) {
      List<String> tids = SystemTree.names(tree.path("/proc").resolve(pid + "/task"));
      if (tids.isEmpty()) {
        throw new Refusal(tree).of(Errno.ESRCH, "it", "process " + pid);
      }
      tids.stream().filter(t -> t.matches("\\d{1,9}")).map(Integer::valueOf).forEach(out::add);
    }
    return out;
  }
}
