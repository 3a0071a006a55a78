package org.inquest.app.command.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Group;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Stack;
import org.inquest.kernel.task.Task;

/// Every different stack once, with who has it: how a machine with 20,000 threads fits on a page.
public final class StacksCommand implements InquestCommand {
  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "stacks",
        "every different stack once, with the tasks that have it",
        "[STATE | active | user | kernel | gleader | PID | TASK | COMM]...",
        List.of(),
        List.of(
            new CommandInfo.Example("stacks", "all of them, the most frequent first"),
            new CommandInfo.Example("stacks UN", "where blocked tasks wait")));
  }

  /// Tasks whose stacks have the same instructions in them.
  private record Shared(Stack stack, List<Task> tasks) {}

  /// Program counters, compared by value.
  private record Key(long[] pcs) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key(long[] others) && Arrays.equals(pcs, others);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(pcs);
    }
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    List<Task> tasks = TaskFilter.of(arguments.operands()).apply(session.tasks());
    if (arguments.operands().isEmpty()) {
      session.stacks().unwindAll();
    }
    Map<Key, Shared> found = new LinkedHashMap<>();
    for (Task task : tasks) {
      Stack stack = session.stacks().of(task);
      Key key = key(stack);
      Shared shared = found.get(key);
      if (shared == null) {
        shared = new Shared(stack, new ArrayList<>());
        found.put(key, shared);
      }
      shared.tasks.add(task);
    }
    return document(session, tasks.size(), found);
  }

  private static Key key(Stack stack) {
    List<Frame> frames = stack.frames();
    long[] pcs = new long[frames.size() + 1];
    int count = 0;
    for (Frame frame : frames) {
      // Where in its program a task came from does not make its kernel stack another one.
      boolean user = frame.registers().isPresent() && frame.registers().get().user();
      pcs[count++] = user ? 0 : frame.pc();
    }
    pcs[count] = stack.end().ordinal();
    return new Key(pcs);
  }

  private static Document document(Session session, int tasks, Map<Key, Shared> found) {
    List<Shared> sorted = new ArrayList<>(found.values());
    sorted.sort(Comparator.comparingInt((Shared shared) -> shared.tasks.size()).reversed());
    StackDocuments documents = new StackDocuments(session.target(), false);
    List<Document> parts = new ArrayList<>();
    parts.add(Text.lines(List.of(tasks + " tasks, " + sorted.size() + " different stacks")));
    for (Shared shared : sorted) {
      parts.add(documents.of(owner(shared.tasks), kernelPart(shared.stack)));
    }
    return new Group("stacks", parts);
  }

  /// User registers are one task's, not everybody's.
  private static Stack kernelPart(Stack stack) {
    List<Frame> kernel = new ArrayList<>(stack.frames());
    kernel.removeIf(frame -> frame.registers().isPresent() && frame.registers().get().user());
    return new Stack(kernel, stack.end(), stack.detail());
  }

  private static List<Field> owner(List<Task> tasks) {
    List<Value> names = new ArrayList<>(tasks.size());
    List<Value> states = new ArrayList<>();
    for (Task task : tasks) {
      names.add(Value.of(task.pid() + " " + task.comm()));
      Value state = Value.of(task.state().letters());
      if (!states.contains(state)) {
        states.add(state);
      }
    }
    return List.of(
        Field.of("count", "TASKS", tasks.size()),
        new Field("states", "STATE", new Value.Several(states)),
        new Field("tasks", "PID COMMAND", new Value.Several(names)));
  }
}
