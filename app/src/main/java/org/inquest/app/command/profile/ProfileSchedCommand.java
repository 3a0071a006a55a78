package org.inquest.app.command.profile;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Group;
import org.inquest.formats.fault.UsageError;
import org.inquest.profile.model.Profile;
import org.inquest.profile.sched.SchedAnalysis;
import org.inquest.profile.sched.SchedReport;

/// Who waited for a CPU, who slept, and who woke whom.
public final class ProfileSchedCommand implements InquestCommand {
  private static final Option SORT =
      Option.value(
          "-s",
          "ORDER",
          "tasks by: max (their longest wait for a CPU, the default), delay (all of these), D"
              + " (uninterruptible sleep), sleep, ran");

  private static final Option LIMIT = Option.value("--limit", "N", "rows of each table; 15");

  private static final Option WAITS =
      Option.value("--waits", "N", "waits of each kind told one by one, with stacks; 3");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "profile sched",
        "who waited for a CPU, who slept, and who woke whom",
        "[FILE] [comm:NAME | tid:N | tgid:N | cpu:N]...",
        List.of(SORT, LIMIT, WAITS, ProfileInput.NO_DEMANGLE),
        List.of(
            new CommandInfo.Example(
                "profile sched", "perf.data, which profile record --sched has written"),
            new CommandInfo.Example(
                "profile sched my.data comm:mysqld --waits 20", "the waits of one program"),
            new CommandInfo.Example(
                "profile sched -s D --limit 50", "tasks in order of uninterruptible sleep")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    ProfileInput input = ProfileInput.of(arguments);
    int rows = number(arguments, LIMIT, 15);
    int waits = number(arguments, WAITS, 3);
    TaskOrder order = TaskOrder.named(arguments.value(SORT).orElse("max"));
    try (Profile profile = ProfileInput.open(session, arguments, input.file())) {
      SchedReport report = SchedAnalysis.of(profile, input.filter(), Math.max(10, waits));
      SchedDocument document = new SchedDocument(report, rows, waits, order);
      List<Document> parts = new ArrayList<>(document.parts(profile));
      parts.addAll(document.gaps());
      parts.addAll(ProfileInput.gaps(profile, report.summary()));
      return new Group("profile_sched", parts);
    }
  }

  private static int number(Arguments arguments, Option option, int otherwise) {
    String text = arguments.value(option).orElse(Integer.toString(otherwise));
    if (!text.matches("\\d{1,4}")) {
      throw new UsageError(option.name() + " is a number up to 9999, not " + text);
    }
    return Integer.parseInt(text);
  }
}
