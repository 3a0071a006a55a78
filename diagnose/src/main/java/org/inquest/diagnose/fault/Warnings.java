package org.inquest.diagnose.fault;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.formats.oops.CodePlace;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.LogEvent.Warning;
import org.inquest.formats.oops.TraceLine;
import org.inquest.kernel.panic.Ending;

/// `WARN()` in sentences and evidence.
public final class Warnings {
  private static final int MAX_FRAMES = 12;

  private Warnings() {}

  /// Whether it is one of lib/refcount.c.
  public static boolean aboutReferences(Warning warning) {
    return warning.message().contains("refcount_t: ")
        || warning
            .function()
            .map(f -> f.plainName().equals("refcount_warn_saturate"))
            .orElse(false);
  }

  /// Whether it is one of lib/list_debug.c: what is `BUG()` with CONFIG_BUG_ON_DATA_CORRUPTION is a
  /// warning without.
  public static boolean aboutLists(Warning warning) {
    return warning.message().startsWith("list_del corruption")
        || warning.message().startsWith("list_add corruption")
        || warning.message().startsWith("list_add double add");
  }

  /// The warning for which the kernel panicked: the last one before the panic.
  public static Optional<Warning> fatal(CrashFacts facts) {
    Warning last = null;
    if (facts.ending().map(e -> e.kind() == Ending.Kind.WARNING).orElse(false)) {
      for (LogEvent event : facts.events()) {
        if (event instanceof Warning warning) {
          last = warning;
        } else if (event instanceof LogEvent.Panic) {
          break;
        }
      }
    }
    return Optional.ofNullable(last);
  }

  /// `refcount_warn_saturate() (lib/refcount.c:28), called from put_too_often() of module havoc`.
  public static String place(Warning warning) {
    String function = warning.function().map(f -> f.plainName() + "() ").orElse("");
    Optional<CodePlace> caller = caller(warning);
    return function
        + "("
        + warning.place()
        + ")"
        + caller.map(c -> ", called from " + named(c)).orElse("");
  }

  /// `book_give_back() of module library`: who called the function that warned, its helpers passed
  /// over; empty where the log has no trace.
  public static String blamed(Warning warning) {
    return caller(warning).map(Warnings::named).orElse("");
  }

  private static Optional<CodePlace> caller(Warning warning) {
    for (TraceLine line : warning.body().trace()) {
      if (!line.guess() && !Machinery.noticed(line.place().plainName())) {
        return Optional.of(line.place());
      }
    }
    return Optional.empty();
  }

  private static String named(CodePlace place) {
    return place.function().isEmpty()
        ? place.toString()
        : place.plainName()
            + "()"
            + (place.module().isEmpty() ? "" : " of module " + place.module());
  }

  /// ` in PID 105 (poker) on CPU 1`; empty where the log does not tell.
  public static String where(Warning warning) {
    return warning
        .body()
        .task()
        .map(t -> " in PID " + t.pid() + " (" + t.comm() + ") on CPU " + t.cpu())
        .orElse("");
  }

  /// Its line and its trace.
  public static List<Evidence> evidence(Warning warning) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence.LogLine(warning.line().seconds(), warning.line().text()));
    List<FrameLine> frames = new ArrayList<>();
    for (TraceLine line : warning.body().trace()) {
      if (!line.guess() && frames.size() < MAX_FRAMES) {
        frames.add(FrameLine.calling(line.place().toString()));
      }
    }
    if (!frames.isEmpty()) {
      String title = "the warning's call trace";
      evidence.add(new Evidence.Frames(title, frames, "as the log prints it, without guesses"));
    }
    return evidence;
  }

  /// The task and the function.
  public static Set<Subject> subjects(Warning warning) {
    Set<Subject> subjects = new HashSet<>();
    warning.body().task().ifPresent(t -> subjects.add(new Subject.TaskSubject(0, t.pid())));
    warning.function().ifPresent(f -> subjects.add(new Subject.FunctionSubject(f.plainName())));
    return subjects;
  }
}
