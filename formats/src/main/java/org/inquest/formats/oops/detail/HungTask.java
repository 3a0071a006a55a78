package org.inquest.formats.oops.detail;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A task that waited for too long: `check_hung_task()` (kernel/hung_task.c), `sched_show_task()`.
///
/// @param comm of the task
/// @param pid of the task
/// @param seconds it has waited at least
/// @param state letter of its state: `D`; empty where it is not told
/// @param parent PID of its parent, -1 where it is not told
/// @param waitsFor the kind of lock, since 6.16 ("hung_task: show the blocker task if the task is
///   hung on mutex"): `mutex`, `semaphore`; empty where it is not told
/// @param owner comm and PID of the lock's likely owner: `keeper:12`; empty where it is not told
public record HungTask(
    String comm, int pid, int seconds, String state, int parent, String waitsFor, String owner)
    implements Detail {
  private static final Pattern FIRST =
      Pattern.compile(
          "INFO: task (.{1,20}):(\\d{1,9}) (?:is )?(?:blocked|can't die)(?: in I/O wait)? for more than (\\d{1,9}) s");
  private static final Pattern STATE =
      Pattern.compile("^task:.{1,20}? state:([A-Z])(?:.*ppid:(\\d{1,9}))?");
  private static final Pattern OLD_STATE =
      Pattern.compile(
          "^\\S.{0,16}? ([RSDTtXZPI]) ?(?:[0-9a-f]{8,16}|running task|\\(null\\))? *\\d{1,9} +\\d{1,9} +(\\d{1,9}) ");
  private static final Pattern OWNER =
      Pattern.compile(
          "is blocked on an? (\\S+?)(?:,| likely| \\().*?owned by task (\\S{1,20}:\\d{1,9})");

  /// Reads the first of a report; empty where there is none.
  static Optional<HungTask> of(List<String> lines) {
    Optional<Matcher> first = Lines.find(lines, FIRST);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Optional<Matcher> state = Lines.find(lines, STATE).or(() -> Lines.find(lines, OLD_STATE));
    Optional<Matcher> owner = Lines.find(lines, OWNER);
    return Optional.of(
        new HungTask(
            first.get().group(1),
            Integer.parseInt(first.get().group(2)),
            Integer.parseInt(first.get().group(3)),
            Lines.group(state, 1).orElse(""),
            Lines.number(state, 2).orElse(-1),
            Lines.group(owner, 1).orElse(""),
            Lines.group(owner, 2).orElse("")));
  }
}
