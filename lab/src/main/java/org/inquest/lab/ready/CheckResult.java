package org.inquest.lab.ready;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a check found.
///
/// @param state how it stands
/// @param seen the file or setting and what it holds
/// @param means what that means at the next crash, in a few words
/// @param remedy what to do about it: a command, or a line for a file; empty if nothing
/// @param consequences what it makes of events
public record CheckResult(
    State state, String seen, String means, String remedy, List<Consequence> consequences) {

  public CheckResult {
    consequences = List.copyOf(consequences);
  }

  /// Nothing to do.
  public static CheckResult good(String seen, String means) {
    return new CheckResult(State.GOOD, seen, means, "", List.of());
  }

  /// It could be better.
  public static CheckResult warning(String seen, String means, String remedy) {
    return new CheckResult(State.WARNING, seen, means, remedy, List.of());
  }

  /// It is not there.
  public static CheckResult missing(String seen, String means, String remedy) {
    return new CheckResult(State.MISSING, seen, means, remedy, List.of());
  }

  /// It could not be seen.
  public static CheckResult unknown(String seen, String means, String remedy) {
    return new CheckResult(State.UNKNOWN, seen, means, remedy, List.of());
  }

  /// A file that could not be read.
  ///
  /// @param events what it would have decided
  public static CheckResult unseen(Look.Unseen<?> look, Event... events) {
    String remedy = look.why().contains("ermi") ? "run as root" : "look at " + look.path();
    return unknown(look.path() + ": " + look.why(), "could not be seen", remedy)
        .leavingOpen(look.path(), events);
  }

  /// A file that is not there: in a running machine the kernel lacks the feature, in a copy nobody
  /// can tell.
  ///
  /// @param option the kernel's build option that brings it
  /// @param events what it would have decided
  public static CheckResult absent(
      HostFiles host, Look.Absent<?> look, String option, Event... events) {
    if (host.live()) {
      return missing(
          look.path() + ": none",
          "this kernel was built without it",
          "a kernel with CONFIG_" + option);
    }
    return unknown(look.path() + ": not in this tree", "could not be seen", "run it on the machine")
        .leavingOpen(look.path(), events);
  }

  /// Adds consequences.
  public CheckResult with(Consequence... more) {
    List<Consequence> all = new ArrayList<>(consequences);
    all.addAll(Arrays.asList(more));
    return new CheckResult(state, seen, means, remedy, all);
  }

  /// Adds that events can't be foretold because of something that was not seen.
  public CheckResult leavingOpen(String what, Event... events) {
    return with(
        Arrays.stream(events)
            .map(e -> new Consequence.Unseen(e, what))
            .toArray(Consequence[]::new));
  }
}
