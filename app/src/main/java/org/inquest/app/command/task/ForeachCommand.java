package org.inquest.app.command.task;

import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.formats.fault.UsageError;
import org.inquest.kernel.task.Task;

/// `bt` for many tasks.
public final class ForeachCommand implements InquestCommand {
  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "foreach",
        "stacks of all tasks, or of those in a state",
        "[STATE | active | user | kernel | gleader | PID | TASK | COMM]... bt",
        List.of(BtCommand.LINES, BtCommand.USER, BtCommand.WORDS),
        List.of(
            new CommandInfo.Example("foreach bt", "the stack of every task"),
            new CommandInfo.Example("foreach UN bt", "of every task in uninterruptible sleep"),
            new CommandInfo.Example("foreach RU IN user bt -f", "with words, user tasks only"),
            new CommandInfo.Example(
                "foreach UN user bt -u",
                "blocked processes, in the kernel and in their programs")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    List<String> words = arguments.operands();
    if (words.isEmpty() || !words.getLast().equals("bt")) {
      throw new UsageError("foreach: ends with bt; usage: inquest VMCORE " + info().usage());
    }
    TaskFilter filter = TaskFilter.of(words.subList(0, words.size() - 1));
    List<Task> tasks = filter.apply(session.tasks());
    return BtCommand.stacks(session, tasks, BtCommand.documents(session, arguments));
  }
}
