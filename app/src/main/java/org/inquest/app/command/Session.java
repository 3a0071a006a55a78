package org.inquest.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.formats.fault.UsageError;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;
import org.jspecify.annotations.Nullable;

/// What a command works on: the dump named on the command line, opened when it is first asked for.
/// For one thread.
public final class Session implements AutoCloseable {
  private final List<Path> dumps;
  private @Nullable Target target;
  private @Nullable Tasks tasks;
  private @Nullable TaskStacks stacks;

  /// @param dumps the files of one dump: one, or all parts of a split one; empty for commands that
  ///   need none
  public Session(List<Path> dumps) {
    this.dumps = List.copyOf(dumps);
  }

  /// The files of the dump.
  public List<Path> dumps() {
    return dumps;
  }

  /// The dump, opened.
  ///
  /// @throws org.inquest.formats.fault.InquestException where it can't be used, in one line
  public Target target() {
    Target open = target;
    if (open == null) {
      if (dumps.isEmpty()) {
        throw new UsageError("this command needs a dump: inquest VMCORE COMMAND");
      }
      open = TargetOpener.open(dumps);
      target = open;
    }
    return open;
  }

  /// All tasks of the dump, read once.
  public Tasks tasks() {
    Tasks read = tasks;
    if (read == null) {
      read = Tasks.read(target());
      tasks = read;
    }
    return read;
  }

  /// Their stacks, unwound when asked for.
  public TaskStacks stacks() {
    TaskStacks made = stacks;
    if (made == null) {
      made = new TaskStacks(target(), tasks());
      stacks = made;
    }
    return made;
  }

  /// The CPU that took the kernel down; without a panic the first one.
  public int crashedCpu() {
    // panic_cpu and crashing_cpu are -1 as long as nobody panicked.
    for (String name : new String[] {"crashing_cpu", "panic_cpu"}) {
      OptionalLong address = target().symbols().findAddress(name);
      if (address.isPresent()) {
        int cpu = target().memory().findInt(address.getAsLong()).orElse(-1);
        if (target().cpus().possible().contains(cpu)) {
          return cpu;
        }
      }
    }
    return target().cpus().online().getFirst();
  }

  /// What could not be seen of the dump, a sentence each; empty as long as it was not opened.
  public List<String> gaps() {
    List<String> out = new ArrayList<>();
    if (target != null) {
      out.addAll(target.gaps());
    }
    if (tasks != null) {
      out.addAll(tasks.gaps());
    }
    return out;
  }

  @Override
  public void close() {
    if (target != null) {
      target.close();
    }
  }
}
