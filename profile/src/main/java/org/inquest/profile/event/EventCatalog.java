package org.inquest.profile.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.inquest.formats.fault.InquestException;

/// What a machine has to count.
public final class EventCatalog {
  private EventCatalog() {}

  /// One event of the list.
  ///
  /// @param spec as it would be opened
  /// @param description what one count is; for an event of a PMU its terms
  public record Entry(EventSpec spec, String description) {}

  /// All events but tracepoints, which are thousands.
  public static List<Entry> events(SystemTree tree) {
    List<Entry> out = new ArrayList<>();
    for (NamedEvents.Named named : NamedEvents.list()) {
      out.add(entry(tree, named.name(), described(named)));
    }
    for (Pmu pmu : Pmu.all(tree)) {
      pmu.events()
          .forEach((event, terms) -> {
            String name = pmu.name() + "/" + event + "/";
            try {
              out.add(entry(tree, name, terms));
            } catch (InquestException e) {
              // A newer kernel may describe events with terms of another form; the others stay.
            }
          });
    }
    return out;
  }

  /// Tracepoints that fit `system:event` with wildcards; empty where tracefs can't be read.
  public static List<Entry> tracepoints(SystemTree tree, String pattern) {
    int colon = pattern.indexOf(':');
    String system = colon < 0 ? pattern : pattern.substring(0, colon);
    String event = colon < 0 ? "*" : pattern.substring(colon + 1);
    return Tracepoints.of(tree)
        .map(all ->
            all.matching(system, event).stream()
                .map(name -> entry(tree, name, "each time the kernel passes this point"))
                .toList())
        .orElse(List.of());
  }

  /// The terms of a PMU as one types them: `event=0..0xff`.
  public static String terms(Pmu pmu) {
    return pmu.formats().entrySet().stream()
        .map(EventCatalog::term)
        .collect(Collectors.joining(", "));
  }

  private static String term(Map.Entry<String, PmuTerm> format) {
    int bits = format.getValue().ranges().stream().mapToInt(PmuTerm.Range::width).sum();
    return format.getKey() + (bits == 1 ? "" : " (" + bits + " bits)");
  }

  private static Entry entry(SystemTree tree, String name, String description) {
    return new Entry(EventParser.parse(tree, List.of(name)).getFirst(), description);
  }

  private static String described(NamedEvents.Named named) {
    return named.aliases().isEmpty()
        ? named.description()
        : named.description() + "; also " + String.join(", ", named.aliases());
  }
}
