package org.inquest.lab.ready;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What the next crash of a machine would leave behind.
///
/// @param outcomes how each event would end, a panic first
/// @param items what every check found, by topic
public record Readiness(List<Outcome> outcomes, List<Item> items) {

  /// A check and its answer.
  public record Item(Check check, CheckResult result) {}

  public Readiness {
    outcomes = List.copyOf(outcomes);
    items = List.copyOf(items);
  }

  /// Looks at a machine.
  public static Readiness of(HostFiles host) {
    List<Item> items =
        Checks.all().stream()
            .sorted(Comparator.comparing(Check::topic).thenComparing(Check::id))
            .map(c -> new Item(c, c.look(host)))
            .toList();
    List<Outcome> outcomes =
        Outcome.of(items.stream().flatMap(i -> i.result().consequences().stream()).toList());
    return new Readiness(outcomes, items);
  }

  /// The answer in one line: the next panic, the next oops, the next hang.
  public String verdict() {
    return "At the next panic: "
        + outcome(Event.PANIC).what()
        + ". At the next oops: "
        + ending(outcome(Event.OOPS))
        + ". At the next hang: "
        + hang()
        + ".";
  }

  /// What needs doing, in the order of the checks.
  public List<Item> remedies() {
    return items.stream().filter(i -> !i.result().remedy().isEmpty()).toList();
  }

  /// What could not be seen.
  public List<Item> unseen() {
    return items.stream().filter(i -> i.result().state() == State.UNKNOWN).toList();
  }

  private String hang() {
    List<Outcome> hangs = outcomes.stream().filter(o -> o.event().isHang()).toList();
    if (hangs.stream().allMatch(o -> o.dump() == Outcome.Dump.NO && !panics(o))) {
      return "nothing is saved: no watchdog turns it into a panic";
    }
    return String.join(
        "; ", hangs.stream().map(o -> o.event().title() + ": " + ending(o)).toList());
  }

  private static String ending(Outcome outcome) {
    return outcome.what()
        + switch (outcome.dump()) {
          case YES -> ", with a dump";
          case AT_RISK -> ", with a dump at risk";
          case NO -> panics(outcome) ? ", without a dump" : "";
          case UNKNOWN -> panics(outcome) ? ", perhaps with a dump" : "";
        };
  }

  private static boolean panics(Outcome outcome) {
    return outcome.what().toLowerCase(Locale.ROOT).startsWith("panic ");
  }

  private Outcome outcome(Event event) {
    return outcomes.stream().filter(o -> o.event() == event).findFirst().orElseThrow();
  }
}
