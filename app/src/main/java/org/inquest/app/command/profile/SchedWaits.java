package org.inquest.app.command.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Listing;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.profile.export.StackTree;
import org.inquest.profile.sched.LongWait;
import org.inquest.profile.sched.Party;
import org.inquest.profile.sched.Rest;
import org.inquest.profile.sched.SchedReport;
import org.inquest.profile.sched.Wake;
import org.jspecify.annotations.Nullable;

/// Single waits, with the stacks of who waited and of who ended it.
///
/// @param most of each kind
record SchedWaits(SchedReport report, int most) {
  private static final int DEEPEST = 24;

  /// In the order of what they say about a machine; threads of the kernel without work wait for
  /// nothing.
  private static final Map<Rest, String> KINDS =
      Map.of(
          Rest.UNINTERRUPTIBLE, "Longest uninterruptible sleep (D)",
          Rest.WOKEN, "Longest waits for a CPU after waking",
          Rest.RUNNABLE, "Longest waits for a CPU after preemption",
          Rest.INTERRUPTIBLE, "Longest sleep until another task acted");

  private static final List<Rest> ORDER =
      List.of(Rest.UNINTERRUPTIBLE, Rest.WOKEN, Rest.RUNNABLE, Rest.INTERRUPTIBLE);

  List<Document> parts() {
    List<Document> parts = new ArrayList<>();
    for (Rest rest : ORDER) {
      List<LongWait> waits =
          report.waits().getOrDefault(rest, List.of()).stream().limit(most).toList();
      if (!waits.isEmpty()) {
        parts.add(new Heading(KINDS.getOrDefault(rest, "")));
        List<String> lines = new ArrayList<>();
        waits.forEach(wait -> lines.addAll(lines(wait)));
        parts.add(new Listing(lines, data(waits)));
      }
    }
    return parts;
  }

  private List<String> lines(LongWait wait) {
    List<String> lines = new ArrayList<>();
    lines.add(sentence(wait) + chain(wait));
    Wake wake = wait.wake();
    addStack(lines, "where it was:", wait.stack());
    if (wake != null && wait.rest().asleep()) {
      addStack(lines, actor(wake) + " that woke it was at:", wake.stack());
      for (Wake before = wake.before(); before != null; before = before.before()) {
        addStack(lines, actor(before) + " that woke that one was at:", before.stack());
      }
    }
    lines.add("");
    return lines;
  }

  private static String actor(Wake wake) {
    return wake.interrupt() ? "the interrupt" : wake.waker().text();
  }

  private void addStack(List<String> lines, String title, int node) {
    List<String> frames = frames(node);
    if (!frames.isEmpty()) {
      lines.add("    " + title);
      frames.stream().limit(DEEPEST).forEach(frame -> lines.add("      " + frame));
      if (frames.size() > DEEPEST) {
        lines.add("      ... " + (frames.size() - DEEPEST) + " more");
      }
    }
  }

  /// The innermost function first; the root is the thread's name.
  private List<String> frames(int node) {
    StackTree tree = report.stacks().tree();
    List<String> out = new ArrayList<>();
    for (int at = node; at >= 0 && !tree.isThread(at); at = tree.parent(at)) {
      out.add(tree.name(at));
    }
    return out;
  }

  /// `a (PID 7) slept 1.2 s on CPU 1 from 12.000001, until b (PID 8) woke it`.
  static String sentence(LongWait wait) {
    StringBuilder out = new StringBuilder(wait.task().text());
    out.append(' ').append(wait.rest().verb()).append(wait.rest().asleep() ? " " : " for ");
    out.append(Times.text(wait.length())).append(wait.unsure() ? "?" : "");
    out.append(wait.rest().asleep() ? "" : " on CPU " + wait.cpu());
    out.append(" from ").append(Times.moment(wait.from()));
    Wake wake = wait.wake();
    Party cause = wait.cause();
    if (wait.open()) {
      out.append(" and still did when the recording ended");
    }
    if (wait.rest().asleep() && wake != null) {
      out.append(", until ").append(waker(wake)).append(" woke it");
    } else if (!wait.rest().asleep() && cause != null) {
      out.append(wait.rest().displaced() ? ", preempted by " : "; until then the CPU ran ");
      out.append(cause.text());
    }
    return out.toString();
  }

  private static String waker(Wake wake) {
    return wake.interrupt()
        ? "an interrupt" + (wake.waker().idle() ? "" : " of " + wake.waker().text())
        : wake.waker().text();
  }

  /// What the wakers had waited for themselves: `, which itself slept ... until ...`.
  static String chain(LongWait wait) {
    StringBuilder out = new StringBuilder();
    Wake wake = wait.rest().asleep() ? wait.wake() : null;
    for (Wake at = wake == null ? null : wake.before(); at != null; at = at.before()) {
      out.append(", which itself ").append(at.rest().verb()).append(' ');
      out.append(Times.text(at.time() - at.from())).append(" until ");
      out.append(waker(at)).append(" woke it");
    }
    return out.toString();
  }

  private Document data(List<LongWait> waits) {
    List<List<Value>> rows = new ArrayList<>();
    for (LongWait wait : waits) {
      Wake wake = wait.wake();
      Party cause = wait.cause();
      Value nobody = Value.none();
      rows.add(
          List.of(
              Value.of(wait.task().comm()),
              Value.of(wait.task().tid()),
              Value.of(wait.rest().word()),
              Value.of(wait.from()),
              Value.of(wait.length()),
              Value.of(wait.cpu()),
              Value.of(wait.open()),
              Value.of(wait.unsure()),
              wake == null ? nobody : Value.of(wake.waker().comm()),
              wake == null ? nobody : Value.of(wake.waker().tid()),
              Value.of(wake != null && wake.interrupt()),
              cause == null ? nobody : Value.of(cause.comm()),
              cause == null ? nobody : Value.of(cause.tid()),
              list(frames(wait.stack())),
              wake == null ? nobody : list(frames(wake.stack())),
              list(chained(wake))));
    }
    return Table.of(
        List.of(
            Column.left("waiter", "WAITER"),
            Column.right("waiter_tid", "PID"),
            Column.left("how", "HOW"),
            Column.right("from_ns", "FROM"),
            Column.right("length_ns", "LENGTH"),
            Column.right("cpu", "CPU"),
            Column.left("still", "STILL"),
            Column.left("unsure", "UNSURE"),
            Column.left("waker", "WAKER"),
            Column.right("waker_tid", "PID"),
            Column.left("interrupt", "INTERRUPT"),
            Column.left("ran_instead", "RAN INSTEAD"),
            Column.right("ran_instead_tid", "PID"),
            Column.left("stack", "STACK"),
            Column.left("waker_stack", "WAKER'S STACK"),
            Column.left("chain", "CHAIN")),
        rows);
  }

  private static List<String> chained(@Nullable Wake wake) {
    List<String> out = new ArrayList<>();
    for (Wake at = wake == null ? null : wake.before(); at != null; at = at.before()) {
      out.add(waker(at));
    }
    return out;
  }

  private static Value list(List<String> words) {
    return new Value.Several(words.stream().map(Value::of).collect(Collectors.toList()));
  }
}
