package org.inquest.profile.event;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.fault.NotFound;
import org.inquest.profile.system.EventAttr;

/// A unit that counts, as `/sys/bus/event_source/devices/NAME` describes it
/// (`Documentation/ABI/testing/sysfs-bus-event_source-devices-format` and `-events`).
///
/// @param name `cpu`, `msr`, `uncore_imc_0`
/// @param type its number for `perf_event_open`
/// @param formats where each term goes: `event` is `config:0-7`
/// @param events names for sets of terms: `cpu-cycles` is `event=0x3c`
public record Pmu(String name, int type, Map<String, PmuTerm> formats, Map<String, String> events) {
  private static final String DEVICES = "/sys/bus/event_source/devices";

  /// The PMUs of a machine, by name.
  public static List<Pmu> all(SystemTree tree) {
    List<Pmu> out = new ArrayList<>();
    for (String name : SystemTree.names(tree.path(DEVICES))) {
      find(tree, name).ifPresent(out::add);
    }
    return out;
  }

  /// The PMU of a name.
  public static Optional<Pmu> find(SystemTree tree, String name) {
    if (!name.matches("[\\w.-]{1,64}") || name.startsWith(".")) {
      return Optional.empty();
    }
    Path folder = tree.path(DEVICES).resolve(name);
    Optional<String> type = SystemTree.text(folder.resolve("type"));
    if (type.isEmpty() || !type.get().matches("\\d{1,9}")) {
      return Optional.empty();
    }
    Map<String, PmuTerm> formats = new LinkedHashMap<>();
    for (String term : SystemTree.names(folder.resolve("format"))) {
      SystemTree.text(folder.resolve("format").resolve(term))
          .flatMap(PmuTerm::parse)
          .ifPresent(parsed -> formats.put(term, parsed));
    }
    return Optional.of(
        new Pmu(name, Integer.parseInt(type.get()), formats, events(folder.resolve("events"))));
  }

  /// Beside an event may stand its unit and scale (`NAME.unit`, `NAME.scale`): those are no events.
  private static Map<String, String> events(Path folder) {
    Map<String, String> events = new LinkedHashMap<>();
    for (String event : SystemTree.names(folder)) {
      if (!event.matches(".*\\.(unit|scale|snapshot|per-pkg)")
          && Files.isRegularFile(folder.resolve(event))) {
        SystemTree.text(folder.resolve(event)).ifPresent(terms -> events.put(event, terms));
      }
    }
    return events;
  }

  /// The attribute for terms such as `event=0x3c,umask=0x01`. A term without a value is 1.
  ///
  /// @throws NotFound where it has no such term
  /// @throws org.inquest.formats.fault.UsageError where a value does not fit
  public EventAttr encode(Map<String, String> terms) {
    long[] words = new long[PmuTerm.WORDS];
    terms.forEach((term, value) -> place(words, term, value));
    return EventAttr.counting(type, words[0]).withConfigs(words[1], words[2], words[3]);
  }

  private void place(long[] words, String term, String value) {
    PmuTerm format = formats.get(term);
    if (format == null) {
      int word = List.of("config", "config1", "config2", "config3").indexOf(term);
      if (word < 0) {
        throw new NotFound(
            "term", term, "PMU " + name + " (it has " + String.join(", ", formats.keySet()) + ")");
      }
      format = PmuTerm.whole(word);
    }
    words[format.word()] |= format.place(term, EventNumbers.parse(term, value));
  }
}
