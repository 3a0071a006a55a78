package org.inquest.app.command.task;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.inquest.app.command.AddressExpression;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.command.SourceLookup;
import org.inquest.app.document.Document;
import org.inquest.app.document.Group;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.UsageError;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.Tasks;

/// Stacks of tasks.
public final class BtCommand implements InquestCommand {
  static final Option ALL_CPUS = Option.flag("-a", "of the task each CPU was running");
  static final Option CPU = Option.value("-c", "CPU", "of the task this CPU was running");
  static final Option GROUP = Option.flag("-g", "of all threads of the same process");
  static final Option WORDS = Option.flag("-f", "with all words of each frame");
  static final Option LINES =
      Option.flag(
          "-l", "with source lines and inlined functions; needs files with debug information");
  static final Option USER =
      Option.flag("-u", "and on through the frames of the task's program (docs/user-space.md)");
  static final Option VARIABLES =
      Option.flag(
          "-A",
          "with the variables of each frame: what its code proves, and debug information tells");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "bt",
        "stacks of tasks",
        "[PID | TASK | COMM]...",
        List.of(ALL_CPUS, CPU, GROUP, LINES, USER, WORDS, VARIABLES),
        List.of(
            new CommandInfo.Example("bt", "the task that was running when the kernel died"),
            new CommandInfo.Example("bt -a", "what each CPU was doing"),
            new CommandInfo.Example("bt -f 51", "PID 51, with the words of its stack"),
            new CommandInfo.Example("bt -l", "with source lines, where debug-info finds files"),
            new CommandInfo.Example("bt -u 51", "PID 51, in the kernel and in its program"),
            new CommandInfo.Example(
                "bt -A 51", "PID 51, with its functions' arguments and what they hold")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    return stacks(session, chosen(session, arguments), documents(session, arguments));
  }

  /// How stacks are shown.
  static StackDocuments documents(Session session, Arguments arguments) {
    SourceLookup lines = arguments.has(LINES) ? session.kernelSources() : SourceLookup.none("");
    return new StackDocuments(
        session.target(),
        arguments.has(WORDS),
        arguments.has(VARIABLES) ? Optional.of(session.debugObjects()) : Optional.empty(),
        lines,
        programs(session, arguments));
  }

  private static Optional<ProgramFrames> programs(Session session, Arguments arguments) {
    return arguments.has(USER)
        ? Optional.of(
            new ProgramFrames(
                session.userSpace().stacks(),
                arguments.has(LINES)
                    ? Optional.of(session.userSpace().sources())
                    : Optional.empty()))
        : Optional.empty();
  }

  /// The stacks of some tasks, unwound one by one while they are written.
  static Document stacks(Session session, List<Task> tasks, StackDocuments documents) {
    return new Group(
        "stacks",
        () -> {
          Iterator<Task> left = tasks.iterator();
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return left.hasNext();
            }

            @Override
            public Document next() {
              Task task = left.next();
              return documents.of(task, session.stacks().walk(task));
            }
          };
        });
  }

  private static List<Task> chosen(Session session, Arguments arguments) {
    Tasks tasks = session.tasks();
    List<Task> out = new ArrayList<>();
    if (arguments.has(ALL_CPUS)) {
      for (int cpu : session.target().cpus().online()) {
        tasks.currentOf(cpu).ifPresent(out::add);
      }
    } else if (arguments.value(CPU).isPresent()) {
      int cpu = (int) AddressExpression.number(arguments.value(CPU).get());
      out.add(
          tasks
              .currentOf(cpu)
              .orElseThrow(() -> new NotFound("running task", "on CPU " + cpu, "the dump")));
    } else if (arguments.operands().isEmpty()) {
      out.add(crashed(session));
    } else {
      out.addAll(TaskFilter.of(arguments.operands()).apply(tasks));
    }
    if (out.isEmpty()) {
      throw new UsageError("no task fits " + String.join(" ", arguments.operands()));
    }
    return arguments.has(GROUP) ? groups(tasks, out) : out;
  }

  private static List<Task> groups(Tasks tasks, List<Task> chosen) {
    List<Task> out = new ArrayList<>();
    for (Task task : chosen) {
      for (Task thread : task.idle() ? List.of(task) : tasks.threadsOf(task.tgid())) {
        if (!out.contains(thread)) {
          out.add(thread);
        }
      }
    }
    return out;
  }

  /// The task whose CPU took the kernel down; without a panic, the first CPU's.
  private static Task crashed(Session session) {
    int cpu = session.crashedCpu();
    return session
        .tasks()
        .currentOf(cpu)
        .orElseThrow(() -> new NotFound("running task", "on CPU " + cpu, "the dump"));
  }
}
