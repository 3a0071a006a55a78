package org.inquest.app.command.task;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Table;
import org.inquest.app.document.Tree;
import org.inquest.app.document.Value;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskState;
import org.inquest.kernel.task.Tasks;

/// Tasks, one on a line, as crash's `ps` lists them.
public final class PsCommand implements InquestCommand {
  private static final Option KERNEL = Option.flag("-k", "kernel threads only");
  private static final Option USER = Option.flag("-u", "user tasks only");
  private static final Option LEADERS = Option.flag("-G", "the first thread of each process only");
  private static final Option ACTIVE = Option.flag("-A", "the task of each CPU only");
  private static final Option SUMMARY = Option.flag("-S", "how many tasks are in which state");
  private static final Option PARENTS = Option.flag("-p", "the parents, from init down");
  private static final Option CHILDREN = Option.flag("-c", "the children");
  private static final Option POLICY = Option.flag("-y", "scheduling policy and priority too");

  /// Longer chains of parents than the kernel can have are loops in a damaged dump.
  private static final int MAX_DEPTH = 256;

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "ps",
        "tasks and their states",
        "[PID | TASK | COMM | STATE]...",
        List.of(KERNEL, USER, LEADERS, ACTIVE, SUMMARY, PARENTS, CHILDREN, POLICY),
        List.of(
            new CommandInfo.Example("ps", "all tasks; > marks those on a CPU"),
            new CommandInfo.Example("ps -u UN", "user tasks in uninterruptible sleep"),
            new CommandInfo.Example("ps -p 51", "who started PID 51")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    Tasks all = session.tasks();
    List<Task> chosen = TaskFilter.of(arguments.operands()).apply(all);
    chosen.removeIf(task -> !wanted(task, arguments));
    if (arguments.has(SUMMARY)) {
      return summary(chosen);
    }
    if (arguments.has(PARENTS) || arguments.has(CHILDREN)) {
      return new Family(all).trees(chosen, arguments.has(PARENTS));
    }
    return table(session, chosen, arguments.has(POLICY));
  }

  private static boolean wanted(Task task, Arguments arguments) {
    boolean kernel = task.kernelThread() || task.idle();
    return !(arguments.has(KERNEL) && !kernel)
        && !(arguments.has(USER) && kernel)
        && !(arguments.has(LEADERS) && !task.leader())
        && !(arguments.has(ACTIVE) && !task.onCpu());
  }

  private static Document summary(List<Task> tasks) {
    Map<TaskState, Integer> counts = new EnumMap<>(TaskState.class);
    for (Task task : tasks) {
      counts.merge(task.state(), 1, Integer::sum);
    }
    List<Field> fields = new ArrayList<>();
    for (Map.Entry<TaskState, Integer> count : counts.entrySet()) {
      String letters = count.getKey().letters();
      fields.add(Field.of(letters.toLowerCase(java.util.Locale.ROOT), letters, count.getValue()));
    }
    return new Fields(fields);
  }

  private static Document table(Session session, List<Task> tasks, boolean policy) {
    Family family = new Family(session.tasks());
    MemoryColumns memory = MemoryColumns.of(session);
    List<Column> columns = new ArrayList<>();
    columns.add(Column.left("active", " "));
    columns.add(Column.right("pid", "PID"));
    columns.add(Column.right("ppid", "PPID"));
    columns.add(Column.right("cpu", "CPU"));
    columns.add(Column.left("task", "TASK"));
    columns.add(Column.left("state", "ST"));
    if (policy) {
      columns.add(Column.left("policy", "POLICY"));
      columns.add(Column.right("priority", "PRIO"));
    }
    columns.add(Column.right("memory_percent", "%MEM"));
    columns.add(Column.right("vsz_kb", "VSZ"));
    columns.add(Column.right("rss_kb", "RSS"));
    columns.add(Column.left("command", "COMM"));
    List<List<Value>> rows = new ArrayList<>(tasks.size());
    for (Task task : tasks) {
      List<Value> row = new ArrayList<>(columns.size());
      row.add(task.onCpu() ? new Value.Mark(">") : new Value.Mark(""));
      row.add(Value.of(task.pid()));
      row.add(family.parentPid(task));
      row.add(Value.of(task.cpu()));
      row.add(Value.address(task.address()));
      row.add(Value.of(task.state().letters()));
      if (policy) {
        row.add(Value.of(task.policyName()));
        row.add(Value.of(task.prio()));
      }
      memory.addTo(row, task);
      row.add(Value.of(name(task)));
      rows.add(row);
    }
    return Table.of(columns, rows);
  }

  /// Kernel threads in brackets, as ps(1) and crash do.
  private static String name(Task task) {
    return task.kernelThread() || task.idle() ? "[" + task.comm() + "]" : task.comm();
  }

  /// Who is whose parent.
  private record Family(Tasks tasks) {

    /// The PID of a task's parent (`struct task_struct *parent`).
    Value parentPid(Task task) {
      try {
        return Value.of(task.object().member("parent").member("pid").asLong());
      } catch (MemoryFault fault) {
        return new Value.Missing("parent of " + task.title() + ": " + fault.getMessage());
      }
    }

    private Task parent(Task task) {
      try {
        return tasks.byAddress(task.object().member("parent").asLong()).orElse(task);
      } catch (MemoryFault fault) {
        return task;
      }
    }

    Document trees(List<Task> chosen, boolean up) {
      List<Document> out = new ArrayList<>();
      for (Task task : chosen) {
        out.add(up ? ancestors(task) : children(task));
      }
      return out.size() == 1 ? out.getFirst() : new org.inquest.app.document.Group("families", out);
    }

    private Tree ancestors(Task task) {
      Tree tree = new Tree(label(task), List.of());
      Task at = task;
      for (int depth = 0; depth < MAX_DEPTH && parent(at) != at; depth++) {
        at = parent(at);
        tree = new Tree(label(at), List.of(tree));
      }
      return tree;
    }

    private Tree children(Task task) {
      List<Tree> below = new ArrayList<>();
      for (Task other : tasks.all()) {
        if (other != task && other.leader() && parent(other) == task) {
          below.add(new Tree(label(other), List.of()));
        }
      }
      return new Tree(label(task), below);
    }

    private static String label(Task task) {
      return task.pid() + " " + task.state().letters() + " " + name(task);
    }
  }
}
