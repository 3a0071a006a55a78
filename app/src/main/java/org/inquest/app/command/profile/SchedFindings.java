package org.inquest.app.command.profile;

import java.util.ArrayList;
import java.util.List;
import org.inquest.profile.sched.Hold;
import org.inquest.profile.sched.LongWait;
import org.inquest.profile.sched.Rest;
import org.inquest.profile.sched.SchedReport;

/// What of a report anybody should see first, a sentence each.
record SchedFindings(SchedReport report) {
  private static final long MILLISECOND = 1_000_000;

  /// Shorter runs of a real-time task are what it is for.
  private static final long LONG_HOLD = 20 * MILLISECOND;

  /// An ordinary task is preempted after some milliseconds; longer is worth a look.
  private static final long LONG_ORDINARY_HOLD = 100 * MILLISECOND;

  private static final long LONG_DELAY = 100 * MILLISECOND;
  private static final long LONG_D = 1000 * MILLISECOND;
  private static final int MOST = 3;

  List<String> sentences() {
    List<String> out = new ArrayList<>();
    report.holds().stream()
        .filter(hold -> hold.length() >= (hold.task().realTime() ? LONG_HOLD : LONG_ORDINARY_HOLD))
        .limit(MOST)
        .forEach(hold -> out.add(hold(hold)));
    for (Rest rest : List.of(Rest.WOKEN, Rest.RUNNABLE)) {
      longer(rest, LONG_DELAY).forEach(wait -> out.add(SchedWaits.sentence(wait) + "."));
    }
    longer(Rest.UNINTERRUPTIBLE, LONG_D)
        .forEach(wait -> out.add(SchedWaits.sentence(wait) + SchedWaits.chain(wait) + "."));
    return out;
  }

  private List<LongWait> longer(Rest rest, long length) {
    return report.waits().getOrDefault(rest, List.of()).stream()
        .filter(wait -> wait.length() >= length)
        .limit(MOST)
        .toList();
  }

  private static String hold(Hold hold) {
    String policy = hold.task().policy();
    return String.format(
        "%s%s held CPU %d for %s%s without a switch while %d %s, from %s%s.",
        hold.task().text().replaceFirst("\\)$", ""),
        policy.isEmpty() ? ")" : ", " + policy + ")",
        hold.cpu(),
        hold.open() ? "at least " : "",
        Times.text(hold.length()),
        hold.waiting(),
        hold.waiting() == 1 ? "task waited" : "tasks waited",
        Times.moment(hold.from()),
        hold.unsure() ? " (records were lost meanwhile)" : "");
  }
}
