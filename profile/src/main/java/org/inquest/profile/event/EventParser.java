package org.inquest.profile.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.fault.UsageError;
import org.inquest.profile.system.EventAttr;

/// Reads events as people write them.
///
/// ```
/// cycles:u  cpu-clock  L1-dcache-load-misses        by name; letters after a colon: EventModifiers
/// sched:sched_switch  sched:*                       tracepoints
/// cpu/event=0x3c,umask=1/  msr/tsc/  cycles/freq=99/  terms of a PMU, or how often to sample
/// r1a8                                              a raw number of the CPU's own PMU
/// mem:0x1000/8:w                                    a breakpoint
/// {cycles,instructions}  {cycles,instructions}:S    counted together; the first one sampled alone
/// CPU_CLK_UNHALTED:100000:0:1:1                     oprofile's NAME:COUNT[:UNITMASK[:KERNEL[:USER]]]
/// ```
public final class EventParser {
  /// More events than this are a mistake: each is opened on every CPU.
  private static final int MOST = 4096;

  private final SystemTree tree;
  private int groups;

  private EventParser(SystemTree tree) {
    this.tree = tree;
  }

  /// All events of several `-e`.
  ///
  /// @throws UsageError where one is not understood
  /// @throws NotFound where there is no such event, tracepoint or PMU
  public static List<EventSpec> parse(SystemTree tree, List<String> texts) {
    EventParser parser = new EventParser(tree);
    List<EventSpec> out = new ArrayList<>();
    for (String text : texts) {
      for (String item : split(text)) {
        out.addAll(parser.item(item));
      }
    }
    if (out.size() > MOST) {
      throw new UsageError(out.size() + " events are too many; at most " + MOST);
    }
    return out;
  }

  /// At commas, but not inside of `{...}` and `/.../`.
  private static List<String> split(String text) {
    List<String> out = new ArrayList<>();
    int from = 0;
    int braces = 0;
    boolean terms = false;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ',';
      if (c == '{' || c == '}') {
        braces += c == '{' ? 1 : -1;
      } else if (c == '/') {
        terms = !terms && !text.substring(from, i).startsWith("mem:");
      } else if (c == ',' && (i == text.length() || braces == 0 && !terms)) {
        out.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    return out;
  }

  private List<EventSpec> item(String text) {
    if (!text.startsWith("{")) {
      return event(text);
    }
    String members = members(text);
    String letters = text.substring(members.length() + 2);
    List<EventSpec> out = new ArrayList<>();
    groups++;
    for (String member : split(members)) {
      for (EventSpec spec : event(member)) {
        out.add(EventModifiers.apply(spec.inGroup(groups), afterColon(letters)));
      }
    }
    return sampledByLeader(out, text);
  }

  /// What stands between the braces of a group.
  private static String members(String text) {
    int end = text.indexOf('}');
    if (text.indexOf('{', 1) >= 0) {
      throw new UsageError("a group of events can't hold another one: " + text);
    }
    if (end < 0 || text.indexOf('}', end + 1) >= 0) {
      throw new UsageError(
          "the braces of " + text + " don't match; a group is {cycles,instructions}");
    }
    if (text.substring(1, end).isBlank()) {
      throw new UsageError("{} is a group without events; one is {cycles,instructions}");
    }
    if (end + 1 < text.length() && text.charAt(end + 1) != ':') {
      throw new UsageError(
          text.substring(end + 1) + " behind a group is not understood; letters follow a colon");
    }
    return text.substring(1, end);
  }

  /// The letter S of a group, or of its first event, is about all of them.
  private static List<EventSpec> sampledByLeader(List<EventSpec> group, String text) {
    if (!group.getFirst().leads()) {
      for (EventSpec spec : group) {
        if (spec.leads()) {
          throw new UsageError(
              "S stands behind the group or its first event, which is the one that is sampled: "
                  + text);
        }
      }
      return group;
    }
    for (EventSpec spec : group.subList(1, group.size())) {
      if (spec.period().isPresent() || spec.frequency().isPresent()) {
        throw new UsageError(
            spec.name() + " is only counted in a group with :S, so it has no period of its own");
      }
    }
    return group.stream().map(EventSpec::leading).toList();
  }

  private static String afterColon(String text) {
    return text.startsWith(":") ? text.substring(1) : text;
  }

  private List<EventSpec> event(String text) {
    if (text.isEmpty()) {
      throw new UsageError("an event is missing between commas; inquest profile events lists them");
    }
    if (text.startsWith("mem:")) {
      return List.of(Breakpoints.parse(text));
    }
    int slash = text.indexOf('/');
    if (slash > 0) {
      return List.of(withTerms(text, slash));
    }
    String[] parts = text.split(":", -1);
    Optional<EventSpec> known = byName(parts[0]);
    if (known.isPresent()) {
      return List.of(suffixed(known.get(), text, parts, 1));
    }
    if (parts.length < 2) {
      throw new NotFound("event", text, "this machine's list; inquest profile events shows it");
    }
    return tracepoints(text, parts);
  }

  private Optional<EventSpec> byName(String name) {
    Optional<NamedEvents.Named> named = NamedEvents.find(name);
    if (named.isPresent()) {
      NamedEvents.Named event = named.get();
      return Optional.of(
          EventSpec.of(
              event.name(), event.kind(), EventAttr.counting(event.type(), event.config())));
    }
    if (name.matches("r[0-9a-fA-F]{1,16}")) {
      long config = Long.parseUnsignedLong(name.substring(1), 16);
      return Optional.of(
          EventSpec.of(name, EventKind.RAW, EventAttr.counting(EventAttr.RAW, config)));
    }
    for (Pmu pmu : Pmu.all(tree)) {
      String terms = pmu.events().get(name);
      if (terms != null) {
        return Optional.of(EventSpec.of(name, EventKind.PMU, pmu.encode(terms(terms))));
      }
    }
    return Optional.empty();
  }

  /// What follows a name after colons: letters of perf, or numbers of oprofile.
  private static EventSpec suffixed(EventSpec spec, String text, String[] parts, int from) {
    if (parts.length == from) {
      return spec;
    }
    if (parts[from].matches("\\d+")) {
      return oprofile(spec, text, parts, from);
    }
    if (parts.length > from + 1) {
      throw notUnderstood(text);
    }
    return EventModifiers.apply(spec, parts[from]);
  }

  /// `COUNT[:UNITMASK[:KERNEL[:USER]]]`; the unit mask of events that the kernel names is its own.
  private static EventSpec oprofile(EventSpec spec, String text, String[] parts, int from) {
    long count = EventNumbers.parse("the count in " + text, parts[from]);
    if (count <= 0 || parts.length > from + 4) {
      throw notUnderstood(text);
    }
    EventSpec out = spec.every(count);
    boolean kernel = parts.length <= from + 2 || !parts[from + 2].equals("0");
    boolean user = parts.length <= from + 3 || !parts[from + 3].equals("0");
    if (!kernel && !user) {
      throw new UsageError(text + " counts neither the kernel nor user space");
    }
    return kernel && user ? out : EventModifiers.apply(out, kernel ? "k" : "u");
  }

  private List<EventSpec> tracepoints(String text, String[] parts) {
    Tracepoints all =
        Tracepoints.of(tree)
            .orElseThrow(() ->
                new Unavailable(
                    text + " would be a tracepoint, but tracefs is not mounted or not readable",
                    "as root: mount -t tracefs tracefs /sys/kernel/tracing"));
    List<String> names = all.matching(parts[0], parts[1]);
    if (names.isEmpty()) {
      throw new NotFound("event", text, "this machine's list; inquest profile events shows it");
    }
    List<EventSpec> out = new ArrayList<>();
    for (String name : names) {
      String[] words = name.split(":", 2);
      EventAttr attr =
          EventAttr.counting(EventAttr.TRACEPOINT, all.number(words[0], words[1]).orElseThrow());
      EventSpec spec = EventSpec.of(name, EventKind.TRACEPOINT, attr);
      out.add(suffixed(spec, text, parts, 2));
    }
    return out;
  }

  private EventSpec withTerms(String text, int slash) {
    int end = text.lastIndexOf('/');
    if (end == slash) {
      throw notUnderstood(text);
    }
    String owner = text.substring(0, slash);
    Map<String, String> terms = terms(text.substring(slash + 1, end));
    OptionalLong period = take(terms, "period");
    OptionalLong frequency = take(terms, "freq");
    String name = terms.remove("name");
    EventSpec spec = Pmu.find(tree, owner).map(pmu -> ofPmu(pmu, text, terms)).orElse(null);
    if (spec == null) {
      spec =
          byName(owner)
              .orElseThrow(
                  () -> new NotFound("PMU", owner, "/sys/bus/event_source/devices of this machine"))
              .named(text);
      if (!terms.isEmpty()) {
        throw new UsageError(owner + " is no PMU and takes period=, freq= and name= only");
      }
    }
    spec = name == null ? spec : spec.named(name);
    spec = period.isPresent() ? spec.every(period.getAsLong()) : spec;
    spec = frequency.isPresent() ? spec.at(frequency.getAsLong()) : spec;
    return EventModifiers.apply(spec, afterColon(text.substring(end + 1)));
  }

  /// An event that the PMU names stands for its terms; terms beside it replace them.
  private static EventSpec ofPmu(Pmu pmu, String text, Map<String, String> terms) {
    Map<String, String> all = new LinkedHashMap<>();
    terms.forEach((term, value) -> {
      String event = pmu.events().get(term);
      if (event != null && value.equals("1") && !pmu.formats().containsKey(term)) {
        all.putAll(terms(event));
      }
    });
    terms.forEach((term, value) -> {
      if (pmu.formats().containsKey(term) || !pmu.events().containsKey(term)) {
        all.put(term, value);
      }
    });
    return EventSpec.of(text, EventKind.PMU, pmu.encode(all));
  }

  private static OptionalLong take(Map<String, String> terms, String name) {
    String value = terms.remove(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    long number = EventNumbers.parse(name, value);
    if (number <= 0) {
      throw new UsageError(name + " is a number above 0, not " + value);
    }
    return OptionalLong.of(number);
  }

  private static Map<String, String> terms(String text) {
    Map<String, String> out = new LinkedHashMap<>();
    for (String term : text.split(",", -1)) {
      if (!term.isBlank()) {
        int equals = term.indexOf('=');
        out.put(
            (equals < 0 ? term : term.substring(0, equals)).strip(),
            equals < 0 ? "1" : term.substring(equals + 1).strip());
      }
    }
    return out;
  }

  static UsageError notUnderstood(String text) {
    return new UsageError(
        "the event "
            + text
            + " is not understood; examples: cycles:u, sched:sched_switch, cpu/event=0x3c/, r1a8,"
            + " CPU_CLK_UNHALTED:100000");
  }
}
