package org.inquest.profile.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.inquest.formats.fault.UsageError;
import org.inquest.formats.perf.PerfEvent;
import org.inquest.profile.model.Binary;
import org.inquest.profile.model.Places;
import org.inquest.profile.model.Sample;

/// Which samples take part, in opreport's words (oprofile(1), profile specifications): `event:`,
/// `image:` (the program), `image-exclude:`, `lib-image:` (the binary whose code ran), `tid:`,
/// `tgid:`, `cpu:`, and `comm:`, each with values that are joined by commas and may have `*` and
/// `?`. For one thread.
public final class SampleFilter {
  private static final String TAGS =
      "event:, image:, image-exclude:, lib-image:, tid:, tgid:, cpu:, comm:";

  /// Texts of which it is remembered whether they match: a profile has few, each many times.
  private static final int MOST_KNOWN = 1 << 14;

  /// All.
  public static final SampleFilter ALL = new SampleFilter(List.of(), false);

  @FunctionalInterface
  private interface Test {
    public boolean passes(Sample sample, Places places, List<PerfEvent> events);
  }

  private final List<Test> tests;
  private final boolean namesEvent;

  private SampleFilter(List<Test> tests, boolean namesEvent) {
    this.tests = tests;
    this.namesEvent = namesEvent;
  }

  /// Whether a word is such a specification, and no file.
  public static boolean isSpecification(String word) {
    int colon = word.indexOf(':');
    return colon > 0 && word.substring(0, colon).matches("[a-z-]+");
  }

  /// Reads specifications, all of which a sample has to meet.
  ///
  /// @throws UsageError for one that is not known
  public static SampleFilter of(List<String> specifications) {
    List<Test> tests = new ArrayList<>();
    for (String word : specifications) {
      int colon = word.indexOf(':');
      tests.add(test(word, word.substring(0, colon), matcher(word.substring(colon + 1))));
    }
    boolean event = specifications.stream().anyMatch(word -> word.startsWith("event:"));
    return tests.isEmpty() ? ALL : new SampleFilter(tests, event);
  }

  private static Test test(String word, String tag, Predicate<String> values) {
    return switch (tag) {
      case "event" -> (s, p, events) -> values.test(events.get(s.event()).name());
      case "image" -> (s, p, e) -> program(s).filter(b -> named(b, values)).isPresent();
      case "image-exclude" -> (s, p, e) -> program(s).filter(b -> named(b, values)).isEmpty();
      case "lib-image" -> (s, places, e) -> named(places.binary(s.place(0)), values);
      case "tid" -> (s, p, e) -> values.test(Integer.toString(s.thread().tid()));
      case "tgid" -> (s, p, e) -> values.test(Integer.toString(s.thread().pid()));
      case "cpu" -> (s, p, e) -> values.test(Integer.toString(s.cpu()));
      case "comm" -> (s, p, e) -> values.test(s.thread().comm());
      default -> throw new UsageError(word + ": specifications are " + TAGS);
    };
  }

  private static Optional<Binary> program(Sample sample) {
    return Optional.ofNullable(sample.thread().program());
  }

  private static boolean named(Binary binary, Predicate<String> values) {
    return values.test(binary.path()) || values.test(binary.name());
  }

  private static Predicate<String> matcher(String values) {
    List<Pattern> patterns = Arrays.stream(values.split(",")).map(SampleFilter::pattern).toList();
    Map<String, Boolean> known = new HashMap<>();
    return text -> {
      Boolean before = known.get(text);
      if (before != null) {
        return before;
      }
      boolean passes = patterns.stream().anyMatch(p -> p.matcher(text).matches());
      if (known.size() < MOST_KNOWN) {
        known.put(text, passes);
      }
      return passes;
    };
  }

  private static Pattern pattern(String value) {
    StringBuilder out = new StringBuilder();
    for (char c : value.toCharArray()) {
      switch (c) {
        case '*' -> out.append(".*");
        case '?' -> out.append('.');
        default -> out.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(out.toString());
  }

  /// The same for stacks, to which all events are added up: without events that were only counted
  /// when another one was sampled, unless an event is named.
  public SampleFilter stacks() {
    if (namesEvent) {
      return this;
    }
    List<Test> all = new ArrayList<>();
    all.add((sample, places, events) -> !events.get(sample.event()).counted());
    all.addAll(tests);
    return new SampleFilter(all, false);
  }

  /// The same, of one event only.
  public SampleFilter only(PerfEvent event) {
    List<Test> all = new ArrayList<>(tests);
    all.add((sample, places, events) -> sample.event() == event.index());
    return new SampleFilter(all, true);
  }

  /// The same, which shows somebody else each sample that takes part.
  public SampleFilter noting(Consumer<Sample> watcher) {
    List<Test> all = new ArrayList<>(tests);
    all.add((sample, places, events) -> {
      watcher.accept(sample);
      return true;
    });
    return new SampleFilter(all, namesEvent);
  }

  /// Whether a sample takes part.
  public boolean passes(Sample sample, Places places, List<PerfEvent> events) {
    for (Test test : tests) {
      if (!test.passes(sample, places, events)) {
        return false;
      }
    }
    return true;
  }
}
