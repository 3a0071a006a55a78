package org.inquest.profile.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A kernel that answers what a test tells it, for what a real one can't be made to do.
public class ScriptedPerfSystem implements PerfSystem {
  /// How an attempt to open an event ends.
  public interface Answer {
    /// @return a negative errno, or 0 for success
    int open(EventAttr attr, int pid, int cpu);

    /// The same, as a further event of a group.
    default int join(EventAttr attr, int pid, int cpu) {
      return open(attr, pid, cpu);
    }
  }

  /// What was opened, in order.
  public final List<EventAttr> opened = new ArrayList<>();

  /// The group that each of them was opened in: a descriptor, or -1. Descriptors count from 100.
  public final List<Integer> groups = new ArrayList<>();

  /// What [#read] gives, by the order of opening; one after the other.
  public final Map<Integer, long[]> counters = new HashMap<>();

  private final Answer answer;
  private int open;
  private int next = 100;

  public ScriptedPerfSystem(Answer answer) {
    this.answer = answer;
  }

  /// Descriptors that were not closed.
  public int stillOpen() {
    return open;
  }

  @Override
  public int open(EventAttr attr, int pid, int cpu, int group, long flags) {
    int result = group < 0 ? answer.open(attr, pid, cpu) : answer.join(attr, pid, cpu);
    if (result < 0) {
      return result;
    }
    opened.add(attr);
    groups.add(group);
    open++;
    return next++;
  }

  @Override
  public int control(int descriptor, long request, long argument) {
    return 0;
  }

  @Override
  public long id(int descriptor) {
    return descriptor;
  }

  @Override
  public long map(int descriptor, long bytes) {
    return Errno.EPERM.result();
  }

  @Override
  public int unmap(long address, long bytes) {
    return 0;
  }

  @Override
  public int poll(int[] descriptors, boolean[] ended, int milliseconds) {
    return 0;
  }

  @Override
  public int read(int descriptor, long[] words) {
    long[] answer = counters.get(descriptor - 100);
    if (answer == null) {
      return Errno.EBADF.result();
    }
    System.arraycopy(answer, 0, words, 0, Math.min(answer.length, words.length));
    return answer.length;
  }

  @Override
  public int openFolder(String path) {
    return Errno.ENOENT.result();
  }

  @Override
  public int close(int descriptor) {
    open--;
    return 0;
  }

  @Override
  public int signal(int pid, int number) {
    return 0;
  }

  @Override
  public long raiseOpenFiles() {
    return 1024;
  }

  @Override
  public int leaveTerminal() {
    return 0;
  }
}
