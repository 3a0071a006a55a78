package org.inquest.app.command.profile;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.inquest.formats.fault.UsageError;
import org.inquest.profile.sched.Rest;
import org.inquest.profile.sched.TaskTimes;

/// What `profile sched` puts tasks in order by.
enum TaskOrder {
  MAX("max", Comparator.comparingLong(task -> task.delays().longest())),
  DELAY("delay", Comparator.comparingLong(task -> task.delays().total())),
  UNINTERRUPTIBLE("D", Comparator.comparingLong(task -> task.slept(Rest.UNINTERRUPTIBLE))),
  SLEEP("sleep", Comparator.comparingLong(task -> task.slept(Rest.INTERRUPTIBLE))),
  RAN("ran", Comparator.comparingLong(TaskTimes::ran));

  private final String word;
  private final Comparator<TaskTimes> order;

  TaskOrder(String word, Comparator<TaskTimes> order) {
    this.word = word;
    this.order = order;
  }

  /// The most first; equal ones by number.
  Comparator<TaskTimes> order() {
    return order.reversed().thenComparing(task -> task.party().tid());
  }

  static TaskOrder named(String word) {
    return Arrays.stream(values())
        .filter(one -> one.word.equals(word))
        .findFirst()
        .orElseThrow(() ->
            new UsageError(
                "-s "
                    + word
                    + ": orders are "
                    + Arrays.stream(values()).map(o -> o.word).collect(Collectors.joining(", "))));
  }
}
