package org.inquest.lab.sweep.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inquest.lab.process.Deadline;

/// What the kernel says during one case, cut out of its console by the agent's marks.
final class CaseLog {
  /// A kernel in a loop of oopses never stops; its first words tell the story.
  private static final int MOST_CHARACTERS = 1 << 19;

  private static final String END = "SWEEP-END ";
  private static final String MARK = "SWEEP-";

  private final String ready;
  private final List<String> lines = new ArrayList<>();
  private int characters;
  private long said;
  private String wanted;
  private boolean seen;

  /// @param ready the end of the line that says that cases can begin
  CaseLog(String ready) {
    this.ready = ready;
    this.wanted = ready;
  }

  /// The end of the line that says that cases can begin.
  String ready() {
    return ready;
  }

  /// Takes a line of the console.
  synchronized void line(String line) {
    said++;
    if (line.endsWith(wanted)) {
      seen = true;
    }
    if (!line.contains(MARK) && characters < MOST_CHARACTERS) {
      lines.add(line);
      characters += line.length() + 1;
    }
    notifyAll();
  }

  /// Forgets everything; what comes belongs to that case.
  synchronized void begin(int number) {
    lines.clear();
    characters = 0;
    wanted = END + number;
    seen = false;
  }

  /// Waits for the mark of the case's end, or the guest's readiness before any case.
  ///
  /// @return whether it came
  synchronized boolean awaitEnd(Deadline deadline) {
    while (!seen && !deadline.passed()) {
      if (!pause(deadline)) {
        return false;
      }
    }
    return seen;
  }

  /// Waits until the guest is ready.
  ///
  /// @param standstill how long it may say nothing
  /// @return whether it is
  boolean awaitReady(Duration standstill, Deadline deadline) {
    long before = -1;
    while (!deadline.passed()) {
      if (awaitEnd(Deadline.in(standstill))) {
        return true;
      }
      synchronized (this) {
        if (said == before || Thread.currentThread().isInterrupted()) {
          return false;
        }
        before = said;
      }
    }
    return false;
  }

  /// Waits until nothing was said for a while.
  void awaitSilence(long milliseconds, Deadline deadline) {
    while (!deadline.passed()) {
      long before;
      synchronized (this) {
        before = said;
      }
      try {
        Thread.sleep(milliseconds);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      synchronized (this) {
        if (said == before) {
          return;
        }
      }
    }
  }

  /// What was said since the case began.
  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  private boolean pause(Deadline deadline) {
    try {
      wait(Math.max(1, deadline.left().toMillis()));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
