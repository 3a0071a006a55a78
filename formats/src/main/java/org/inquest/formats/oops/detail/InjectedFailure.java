package org.inquest.formats.oops.detail;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.oops.CodePlace;

/// A failure that the kernel was told to have, shortly before a report: `fail_dump()`
/// (lib/fault-inject.c, Documentation/fault-injection/fault-injection.rst).
///
/// @param name of what failed: `failslab`, `fail_page_alloc`, `fail_usercopy`, `fail_futex`
/// @param comm of the task; empty where it is not told
/// @param pid -1 where it is not told
/// @param stack innermost first, without those who decide on the failure and allocate
/// @param link how it leads to the report
/// @param through the innermost function that the failure and the report have in common; empty
///   where there is none
public record InjectedFailure(
    String name, String comm, int pid, List<CodePlace> stack, Link link, String through)
    implements Detail {
  /// How a failure leads to the report that follows.
  public enum Link {
    /// The function that got the failure is where the kernel crashed, or on its stack: it most
    /// likely explains the crash.
    SAME_FUNCTION("the function that got the failure is the one that crashed, or has called it"),
    /// Both happened below one function that is no system call's or thread's entry.
    SAME_CALLER("both happened in one call"),
    /// The same task, elsewhere: what the failure left behind may still be the cause.
    SAME_TASK("the same task, but another call"),
    /// Another task.
    NONE("another task");

    private final String words;

    Link(String words) {
      this.words = words;
    }

    /// A clause.
    public String words() {
      return words;
    }
  }

  /// `failslab had made a call in remember() fail before: the function that got the failure is the
  /// one that crashed, or has called it`.
  public String words() {
    String in = stack.isEmpty() ? "" : " in " + stack.getFirst().plainName() + "()";
    return name + " had made a call" + in + " fail before: " + link.words();
  }

  /// What the first line of a splat begins with.
  public static final String FIRST = "FAULT_INJECTION: forcing a failure";

  private static final Pattern NAME = Pattern.compile("^name (\\w{1,64}), interval");
  private static final Pattern TASK =
      Pattern.compile("PID: (\\d{1,9}) Comm: (.{1,20}?) (?:Not tainted|Tainted|Kdump)");

  /// Reads a splat and holds it against the report that followed.
  ///
  /// @param splat lines from "FAULT_INJECTION: forcing a failure" on
  /// @param pid of the task that the report is of, -1 where it is not told
  /// @param report functions of the report's program counter and stack, innermost first
  public static Optional<InjectedFailure> of(List<String> splat, int pid, List<String> report) {
    Optional<Matcher> name = Lines.find(splat, NAME);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<Matcher> task = Lines.find(splat, TASK);
    int own = Lines.number(task, 1).orElse(-1);
    List<CodePlace> stack = InjectedStack.of(splat);
    boolean same = own < 0 || pid < 0 || own == pid;
    String through =
        stack.stream()
            .map(CodePlace::plainName)
            .filter(function -> report.contains(function))
            .findFirst()
            .filter(function -> same)
            .orElse("");
    Link link;
    if (!same) {
      link = Link.NONE;
    } else if (!through.isEmpty() && through.equals(stack.getFirst().plainName())) {
      link = Link.SAME_FUNCTION;
    } else if (!through.isEmpty() && !InjectedStack.isEntry(through)) {
      link = Link.SAME_CALLER;
    } else {
      link = Link.SAME_TASK;
    }
    return Optional.of(
        new InjectedFailure(
            name.get().group(1), Lines.group(task, 2).orElse(""), own, stack, link, through));
  }
}
