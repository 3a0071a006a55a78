package org.inquest.formats.oops.detail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A grace period of RCU that did not end: kernel/rcu/tree_stall.h, kernel/rcu/tree_exp.h,
/// Documentation/RCU/stallwarn.rst.
///
/// @param flavor `rcu_preempt`, `rcu_sched`
/// @param expedited whether the grace period was an expedited one
/// @param self whether a CPU noticed itself
/// @param cpus that have not passed a quiescent state
/// @param tasks PIDs that block it, of preemptible RCU
/// @param detector CPU that noticed, -1 where it is not told
/// @param jiffies since the grace period began; -1 where it is not told
/// @param gracePeriod its number; empty where it is not told
/// @param queued callbacks that wait, -1 where it is not told
/// @param starved jiffies for which RCU's own thread did not run; 0 where it did
public record Stall(
    String flavor,
    boolean expedited,
    boolean self,
    List<Integer> cpus,
    List<Integer> tasks,
    int detector,
    int jiffies,
    String gracePeriod,
    int queued,
    int starved)
    implements Detail {
  private static final int MAX = 4096;
  private static final Pattern FIRST =
      Pattern.compile("INFO: (rcu_?\\w*) (self-)?detected (expedited )?stalls? on");
  private static final Pattern CPU =
      Pattern.compile("^(?:rcu: )?\\s+(\\d{1,6})-[.O!?\\dD]{1,12}[:.]");
  private static final Pattern EXPEDITED = Pattern.compile(" (\\d{1,6})-[O.]{2,4}[oN.D]{0,3}");
  private static final Pattern TASKS = Pattern.compile("\\bP(\\d{1,9})");
  private static final Pattern DETECTED = Pattern.compile("detected by (\\d{1,6}),");
  private static final Pattern TIME =
      Pattern.compile("\\(?\\bt=(\\d{1,9}) jiffies(?:.*?\\bg=(-?\\d+))?(?:.*?\\bq=(\\d{1,9}))?");
  private static final Pattern EXP_TIME = Pattern.compile("\\} (\\d{1,9}) jiffies s: (\\d+)");
  private static final Pattern STARVED = Pattern.compile("kthread starved for (\\d{1,9}) jiffies");

  /// Reads it; empty where the report is of another family.
  static Optional<Stall> of(List<String> lines) {
    Optional<Matcher> first = Lines.find(lines, FIRST);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    boolean expedited = first.get().group(3) != null;
    List<Integer> cpus = new ArrayList<>();
    List<Integer> tasks = new ArrayList<>();
    for (String line : lines) {
      if (line.contains("Call Trace:")) {
        break;
      }
      int brace = line.indexOf('{');
      boolean list = expedited && brace >= 0;
      add(list ? line.substring(brace) : line, list ? EXPEDITED : CPU, cpus);
      if (list || line.contains("Tasks blocked")) {
        add(line, TASKS, tasks);
      }
    }
    Optional<Matcher> time = Lines.find(lines, TIME);
    Optional<Matcher> soon = Lines.find(lines, EXP_TIME);
    return Optional.of(
        new Stall(
            first.get().group(1),
            expedited,
            first.get().group(2) != null,
            List.copyOf(cpus),
            List.copyOf(tasks),
            Lines.number(Lines.find(lines, DETECTED), 1).orElse(-1),
            Lines.number(time, 1).or(() -> Lines.number(soon, 1)).orElse(-1),
            Lines.group(time, 2).or(() -> Lines.group(soon, 2)).orElse(""),
            Lines.number(time, 3).orElse(-1),
            Lines.number(Lines.find(lines, STARVED), 1).orElse(0)));
  }

  private static void add(String line, Pattern pattern, List<Integer> out) {
    Matcher found = pattern.matcher(line);
    while (found.find() && out.size() < MAX) {
      int number = Integer.parseInt(found.group(1));
      if (!out.contains(number)) {
        out.add(number);
      }
    }
  }
}
