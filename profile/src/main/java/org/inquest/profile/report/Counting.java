package org.inquest.profile.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.formats.perf.PerfEvent;
import org.inquest.formats.perf.ReadSummary;
import org.inquest.profile.model.Binary;
import org.inquest.profile.model.Function;
import org.inquest.profile.model.PairTable;
import org.inquest.profile.model.Places;
import org.inquest.profile.model.Profile;
import org.inquest.profile.model.Sample;
import org.inquest.profile.model.ThreadState;

/// Counts the samples of a profile by some dimensions, in one pass with numbers only: names are
/// asked for at the end, once for each row.
public final class Counting {
  /// What a place and a program say.
  private static final Set<Dimension> OF_PLACES =
      EnumSet.of(Dimension.IMAGE, Dimension.APPLICATION, Dimension.SYMBOL);

  private final Profile profile;
  private final List<Dimension> dimensions;
  private final Dimension[] wanted;
  private final SampleFilter filter;
  private final long span;
  private final int eventCount;

  /// Whether places are counted first, and what functions they are in is asked afterwards: reading
  /// does not wait for tables of symbols then.
  private final boolean byPlace;

  private PairTable rows = new PairTable();
  private final Map<String, Integer> words = new HashMap<>();
  private final List<String> wordList = new ArrayList<>();
  private long[] samples = new long[256];
  private long[] periods = new long[256];
  private final long[] everything;
  private long firstTime;

  /// A table, and how the reading went.
  public record Result(CountTable table, ReadSummary summary) {}

  /// @param span nanoseconds of a span of [Dimension#TIME]
  private Counting(Profile profile, List<Dimension> dimensions, SampleFilter filter, long span) {
    this.profile = profile;
    this.dimensions = List.copyOf(dimensions);
    this.wanted = dimensions.toArray(new Dimension[0]);
    this.filter = filter;
    this.span = Math.max(1, span);
    this.eventCount = Math.max(1, profile.events().size());
    this.everything = new long[eventCount];
    this.byPlace = dimensions.contains(Dimension.SYMBOL) && OF_PLACES.containsAll(dimensions);
  }

  /// Counts.
  public static Result count(
      Profile profile, List<Dimension> dimensions, SampleFilter filter, long span) {
    return new Counting(profile, dimensions, filter, span).run();
  }

  private Result run() {
    ReadSummary summary = profile.samples(false, this::take);
    if (byPlace) {
      placesToFunctions();
    }
    return new Result(table(), summary);
  }

  private void take(Sample sample) {
    everything[sample.event()] += sample.weight();
    if (!filter.passes(sample, profile.places(), profile.events())) {
      return;
    }
    int row = byPlace ? placeRow(sample) : row(sample);
    add(Math.max(0, row) * eventCount + sample.event(), 1, sample.period());
  }

  private int row(Sample sample) {
    int row = -1;
    for (Dimension dimension : wanted) {
      row = rows.number(key(dimension, sample), row);
    }
    return row;
  }

  private int placeRow(Sample sample) {
    int place = sample.place(0);
    int before = rows.size();
    int row = rows.number(application(sample.thread()), place);
    if (row == before) {
      profile.expect(profile.places().binary(place));
    }
    return row;
  }

  /// Makes rows of applications and places into those that are wanted.
  private void placesToFunctions() {
    PairTable counted = rows;
    long[] countedSamples = samples;
    long[] countedPeriods = periods;
    rows = new PairTable();
    samples = new long[256];
    periods = new long[256];
    for (int i = 0; i < counted.size(); i++) {
      int row = -1;
      for (Dimension dimension : wanted) {
        row = rows.number(keyOf(dimension, counted.first(i), counted.second(i)), row);
      }
      for (int event = 0; event < eventCount; event++) {
        int at = i * eventCount + event;
        if (at < countedSamples.length && countedSamples[at] != 0) {
          add(row * eventCount + event, countedSamples[at], countedPeriods[at]);
        }
      }
    }
  }

  private long keyOf(Dimension dimension, long application, int place) {
    return switch (dimension) {
      case IMAGE -> profile.places().binary(place).id();
      case APPLICATION -> application;
      default -> profile.places().function(place);
    };
  }

  private void add(int at, long count, long period) {
    if (at >= samples.length) {
      int size = Math.max(at + 1, samples.length * 2);
      samples = Arrays.copyOf(samples, size);
      periods = Arrays.copyOf(periods, size);
    }
    samples[at] += count;
    periods[at] += period;
  }

  /// A number that says the dimension's value; which one is told by [#name].
  private long key(Dimension dimension, Sample sample) {
    Places places = profile.places();
    int place = sample.place(0);
    return switch (dimension) {
      case IMAGE -> places.binary(place).id();
      case APPLICATION -> application(sample.thread());
      case SYMBOL -> places.function(place);
      case ADDRESS, LINE, INLINED -> place;
      case PROCESS -> sample.thread().pid();
      case THREAD -> sample.thread().tid();
      case COMM -> word(sample.thread().comm());
      case CPU -> sample.cpu();
      case GROUP -> sample.group().map(this::word).orElse(-1);
      case TIME -> time(sample.time());
    };
  }

  private long time(long time) {
    if (firstTime == 0) {
      firstTime = time;
    }
    return (time - firstTime) / span;
  }

  /// The program, or the name of a thread that has none; these are negative.
  private long application(ThreadState thread) {
    Binary program = thread.program();
    return program == null ? -2L - word(thread.comm()) : program.id();
  }

  private int word(String text) {
    Integer known = words.get(text);
    if (known == null) {
      known = wordList.size();
      words.put(text, known);
      wordList.add(text);
    }
    return known;
  }

  private String name(Dimension dimension, long key) {
    Places places = profile.places();
    return switch (dimension) {
      case IMAGE -> profile.binary((int) key).path();
      case APPLICATION ->
          key < 0 ? wordList.get((int) (-2 - key)) : profile.binary((int) key).path();
      case SYMBOL -> symbol(places.functionOf((int) key));
      case ADDRESS -> "0x" + Long.toHexString(places.linked((int) key));
      case LINE -> line((int) key);
      case INLINED -> inlined((int) key);
      case COMM -> wordList.get((int) key);
      case GROUP -> key < 0 ? "(not told)" : wordList.get((int) key);
      case TIME -> seconds(key * span);
      case PROCESS, THREAD, CPU -> Long.toString(key);
    };
  }

  /// With three digits behind the point.
  private static String seconds(long nanoseconds) {
    long milliseconds = nanoseconds / 1_000_000;
    return milliseconds / 1000 + "." + Long.toString(1000 + milliseconds % 1000).substring(1);
  }

  private static String symbol(Function function) {
    return function.name().isEmpty() ? "(no symbols)" : function.name();
  }

  private String line(int place) {
    List<SourceFrame> frames = profile.places().sources(place);
    if (frames.isEmpty()) {
      return symbol(profile.places().functionOf(profile.places().function(place)));
    }
    SourceFrame frame = frames.getFirst();
    return frame.file().name() + ":" + frame.line();
  }

  private String inlined(int place) {
    Optional<SourceFrame> frame =
        profile.places().sources(place).stream().findFirst().filter(SourceFrame::inlined);
    return frame
        .map(f -> f.function() + " (inlined)")
        .orElseGet(() -> symbol(profile.places().functionOf(profile.places().function(place))));
  }

  /// Rows whose names are equal are one.
  private CountTable table() {
    Map<List<String>, CountTable.Row> named = new LinkedHashMap<>();
    long[] all = new long[eventCount];
    long[] allPeriods = new long[eventCount];
    int last = dimensions.size();
    for (int i = 0; i < Math.max(1, rows.size()); i++) {
      if (last > 0 && (i >= rows.size() || depth(i) != last)) {
        continue;
      }
      List<String> keys = keys(i);
      CountTable.Row row =
          named.computeIfAbsent(
              keys, k -> new CountTable.Row(k, new long[eventCount], new long[eventCount]));
      for (int e = 0; e < eventCount && i * eventCount + e < samples.length; e++) {
        row.samples()[e] += samples[i * eventCount + e];
        row.periods()[e] += periods[i * eventCount + e];
        all[e] += samples[i * eventCount + e];
        allPeriods[e] += periods[i * eventCount + e];
      }
    }
    List<CountTable.Row> sorted = new ArrayList<>(named.values());
    boolean[] counted = new boolean[eventCount];
    profile.events().forEach(e -> counted[e.index()] = e.counted());
    sorted.sort(CountTable.order(counted));
    List<String> events = profile.events().stream().map(PerfEvent::name).toList();
    return new CountTable(dimensions, events, sorted, all, allPeriods, everything, counted);
  }

  /// How many dimensions a chain of pairs has.
  private int depth(int row) {
    int depth = 0;
    for (int at = row; at >= 0; at = rows.second(at)) {
      depth++;
    }
    return depth;
  }

  private List<String> keys(int row) {
    List<String> keys = new ArrayList<>();
    int dimension = dimensions.size();
    for (int at = row; dimension > 0; at = rows.second(at)) {
      keys.add(name(dimensions.get(--dimension), rows.first(at)));
    }
    return keys.reversed();
  }
}
