package org.inquest.lab.ready;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How an event would end on this machine.
///
/// @param event what happens first
/// @param what what follows, in words
/// @param dump whether a dump is left
public record Outcome(Event event, String what, Dump dump) {

  /// Whether the kernel's memory is saved.
  public enum Dump {
    /// It is.
    YES,
    /// It may be, but something may go wrong.
    AT_RISK,
    /// It is not.
    NO,
    /// Something that decides this could not be seen.
    UNKNOWN
  }

  /// The outcomes of all events, a panic first.
  public static List<Outcome> of(List<Consequence> consequences) {
    Outcome panic = panic(about(Event.PANIC, consequences));
    List<Outcome> all = new ArrayList<>();
    for (Event event : Event.values()) {
      all.add(event == Event.PANIC ? panic : other(event, about(event, consequences), panic));
    }
    return List.copyOf(all);
  }

  private static Outcome panic(List<Consequence> all) {
    String then = words(all, Consequence.GoesOn.class).collect(Collectors.joining("; "));
    List<String> losses = words(all, Consequence.Loses.class).toList();
    if (!losses.isEmpty()) {
      String end = then.isEmpty() ? Event.PANIC.otherwise() : then;
      return new Outcome(
          Event.PANIC, "nothing is saved: " + String.join(", ", losses) + "; " + end, Dump.NO);
    }
    String saves = words(all, Consequence.Saves.class).collect(Collectors.joining(", "));
    List<String> unseen = words(all, Consequence.Unseen.class).toList();
    if (!unseen.isEmpty() || saves.isEmpty()) {
      return new Outcome(Event.PANIC, unknown(unseen), Dump.UNKNOWN);
    }
    String risks = words(all, Consequence.Risks.class).collect(Collectors.joining("; "));
    return risks.isEmpty()
        ? new Outcome(Event.PANIC, saves, Dump.YES)
        : new Outcome(Event.PANIC, saves + ", but: " + risks, Dump.AT_RISK);
  }

  private static Outcome other(Event event, List<Consequence> all, Outcome panic) {
    List<String> panics = words(all, Consequence.Panics.class).toList();
    if (!panics.isEmpty()) {
      return new Outcome(event, "panic " + String.join("; or ", panics), panic.dump);
    }
    List<String> unseen = words(all, Consequence.Unseen.class).toList();
    if (!unseen.isEmpty()) {
      return new Outcome(event, unknown(unseen), Dump.UNKNOWN);
    }
    List<String> resets = words(all, Consequence.Resets.class).toList();
    if (!resets.isEmpty()) {
      return new Outcome(event, "reset without a trace " + String.join("; or ", resets), Dump.NO);
    }
    String goesOn = words(all, Consequence.GoesOn.class).collect(Collectors.joining("; "));
    return new Outcome(event, goesOn.isEmpty() ? event.otherwise() : goesOn, Dump.NO);
  }

  private static String unknown(List<String> unseen) {
    return "unknown: "
        + (unseen.isEmpty() ? "no check could tell" : String.join(", ", unseen) + " not seen");
  }

  private static List<Consequence> about(Event event, List<Consequence> all) {
    return all.stream().filter(c -> c.event() == event).toList();
  }

  private static Stream<String> words(List<Consequence> all, Class<? extends Consequence> kind) {
    return all.stream().filter(kind::isInstance).map(Outcome::words).distinct();
  }

  private static String words(Consequence consequence) {
    return switch (consequence) {
      case Consequence.Panics(Event event, String how) -> how;
      case Consequence.Resets(Event event, String how) -> how;
      case Consequence.GoesOn(Event event, String how) -> how;
      case Consequence.Unseen(Event event, String what) -> what;
      case Consequence.Saves(String how) -> how;
      case Consequence.Loses(String why) -> why;
      case Consequence.Risks(String why) -> why;
    };
  }
}
