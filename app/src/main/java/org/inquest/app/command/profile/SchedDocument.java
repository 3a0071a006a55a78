package org.inquest.app.command.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.profile.model.Profile;
import org.inquest.profile.sched.CpuTimes;
import org.inquest.profile.sched.Delays;
import org.inquest.profile.sched.PairSum;
import org.inquest.profile.sched.Rest;
import org.inquest.profile.sched.SchedReport;
import org.inquest.profile.sched.TaskTimes;

/// What `profile sched` says, from what is wrong to the single waits.
///
/// @param rows of each table
/// @param waits of each kind
record SchedDocument(SchedReport report, int rows, int waits, TaskOrder order) {

  List<Document> parts(Profile profile) {
    List<Document> parts = new ArrayList<>();
    parts.add(facts(profile));
    List<String> sentences = new SchedFindings(report).sentences();
    if (!sentences.isEmpty()) {
      parts.add(new Heading("What stands out"));
      sentences.forEach(sentence -> parts.add(Text.paragraph(sentence)));
    }
    parts.add(new Heading("Tasks"));
    tasks(parts);
    parts.add(new Heading("CPUs"));
    parts.add(cpus());
    pairs(parts, "Who waited for whom", report.sleepers(), "woken_by", "WOKEN BY");
    pairs(parts, "Who was preempted", report.preemptions(), "by", "BY");
    parts.addAll(new SchedWaits(report, waits).parts());
    return parts;
  }

  /// What the recording does not tell.
  List<Document> gaps() {
    return report.gaps().stream().<Document>map(Gap::new).toList();
  }

  private Document facts(Profile profile) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.of("file", "Profile", profile.data().name()));
    List<String> command = profile.data().features().commandLine();
    if (!command.isEmpty()) {
      fields.add(Field.of("command", "Recorded by", String.join(" ", command)));
    }
    fields.add(
        new Field(
            "duration_ns",
            "Time",
            new Value.Shown(
                Times.text(report.last() - report.first())
                    + " from "
                    + Times.moment(report.first()),
                report.last() - report.first())));
    fields.add(
        Field.of(
            "switches", "Switches", report.cpus().stream().mapToLong(CpuTimes::switches).sum()));
    fields.add(Field.of("lost", "Lost records", report.lost()));
    return new Fields(fields);
  }

  private void tasks(List<Document> parts) {
    List<TaskTimes> shown =
        report.tasks().stream().filter(task -> task.shown()).sorted(order.order()).toList();
    List<List<Value>> values = shown.stream().limit(rows).map(SchedDocument::task).toList();
    parts.add(
        Table.of(
            List.of(
                Column.left("task", "TASK"),
                Column.right("tid", "PID"),
                Column.left("policy", "POLICY"),
                Column.right("ran_ns", "RAN"),
                Column.right("switches", "SWITCHES"),
                Column.right("delays", "DELAYS"),
                Column.right("delay_mean_ns", "MEAN"),
                Column.right("delay_max_ns", "MAX DELAY"),
                Column.left("delay_max_at", "AT"),
                Column.right("preempted_ns", "PREEMPTED"),
                Column.right("sleep_ns", "SLEPT"),
                Column.right("uninterruptible_ns", "IN D"),
                Column.right("iowait_ns", "I/O")),
            values));
    if (shown.size() > rows) {
      parts.add(
          Text.paragraph(
              rows + " of " + shown.size() + " tasks: -s and --limit choose others and more."));
    }
  }

  private static List<Value> task(TaskTimes task) {
    Delays delays = task.delays();
    return List.of(
        Value.of(task.party().comm()),
        Value.of(task.party().tid()),
        Value.of(task.party().policy()),
        Times.value(task.ran()),
        Value.of(task.switches()),
        Value.of(delays.count()),
        Times.value(delays.mean()),
        Times.value(delays.longest()),
        Value.of(delays.longest() == 0 ? "" : Times.moment(delays.longestAt())),
        Times.value(task.atExit().total() + task.inKernel().total()),
        Times.value(task.slept(Rest.INTERRUPTIBLE)),
        Times.value(task.slept(Rest.UNINTERRUPTIBLE)),
        Times.value(task.ioWait()));
  }

  private Document cpus() {
    List<List<Value>> values = new ArrayList<>();
    for (CpuTimes cpu : report.cpus()) {
      long all = cpu.idle() + cpu.busy();
      double idle = all == 0 ? 0 : 100.0 * cpu.idle() / all;
      values.add(
          List.of(
              Value.of(cpu.number()),
              Value.of(String.format(Locale.ROOT, "%.1f", idle)),
              Value.of(cpu.switches()),
              Value.of(cpu.delays().count()),
              Times.value(cpu.delays().mean()),
              Times.value(cpu.delays().longest()),
              Value.of(cpu.delays().longest() == 0 ? "" : Times.moment(cpu.delays().longestAt())),
              Times.value(cpu.longestHold())));
    }
    return Table.of(
        List.of(
            Column.right("cpu", "CPU"),
            Column.right("idle_percent", "IDLE %"),
            Column.right("switches", "SWITCHES"),
            Column.right("delays", "DELAYS"),
            Column.right("delay_mean_ns", "MEAN"),
            Column.right("delay_max_ns", "MAX DELAY"),
            Column.left("delay_max_at", "AT"),
            Column.right("longest_hold_ns", "LONGEST RUN")),
        values);
  }

  private void pairs(
      List<Document> parts, String title, List<PairSum> pairs, String key, String head) {
    List<PairSum> shown =
        pairs.stream()
            .filter(pair -> pair.rest() != Rest.IDLE)
            .sorted(Comparator.comparing(SchedDocument::weight))
            .limit(rows)
            .toList();
    if (shown.isEmpty()) {
      return;
    }
    parts.add(new Heading(title));
    List<List<Value>> values = new ArrayList<>();
    for (PairSum pair : shown) {
      values.add(
          List.of(
              Value.of(pair.waiter().comm()),
              Value.of(pair.waiter().tid()),
              Value.of(pair.rest().word()),
              Value.of(pair.interrupt() ? "an interrupt" : pair.other().comm()),
              pair.interrupt() ? Value.none() : Value.of(pair.other().tid()),
              Value.of(pair.delays().count()),
              Times.value(pair.delays().total()),
              Times.value(pair.delays().longest())));
    }
    parts.add(
        Table.of(
            List.of(
                Column.left("waiter", "WAITER"),
                Column.right("waiter_tid", "PID"),
                Column.left("how", "HOW"),
                Column.left(key, head),
                Column.right(key + "_tid", "PID"),
                Column.right("times", "TIMES"),
                Column.right("total_ns", "TOTAL"),
                Column.right("max_ns", "MAX")),
            values));
  }

  /// Sleep until an interrupt is mostly a timer's or a client's; uninterruptible sleep is a disk's.
  private static int weight(PairSum pair) {
    return pair.interrupt() && pair.rest() != Rest.UNINTERRUPTIBLE ? 1 : 0;
  }
}
