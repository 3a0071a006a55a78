package org.inquest.profile.annotate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inquest.formats.perf.ReadSummary;
import org.inquest.profile.model.Places;
import org.inquest.profile.model.Profile;
import org.inquest.profile.model.Sample;
import org.inquest.profile.report.SampleFilter;

/// How many samples each address has, function by function.
///
/// @param functions the most samples first
/// @param all samples of each event that took part; of one that was only counted, how often it
///   happened
/// @param summary how the reading went
public record AddressCounts(List<FunctionCounts> functions, long[] all, ReadSummary summary) {
  private static final Comparator<FunctionCounts> MOST_FIRST =
      Comparator.comparingLong((FunctionCounts f) -> -f.total())
          .thenComparing(f -> f.function().name());

  /// Counts.
  public static AddressCounts of(Profile profile, SampleFilter filter) {
    Pass pass = new Pass(profile, filter);
    ReadSummary summary = profile.samples(false, pass::take);
    return new AddressCounts(pass.functions(), pass.all, summary);
  }

  /// One pass: a count for each place and event, by numbers only.
  private static final class Pass {
    private final Profile profile;
    private final SampleFilter filter;
    private final int events;
    final long[] all;
    private final boolean[] counted;
    private long[] counts = new long[1024];

    Pass(Profile profile, SampleFilter filter) {
      this.profile = profile;
      this.filter = filter;
      this.events = Math.max(1, profile.events().size());
      this.all = new long[events];
      this.counted = new boolean[events];
      profile.events().forEach(e -> counted[e.index()] = e.counted());
    }

    void take(Sample sample) {
      if (!filter.passes(sample, profile.places(), profile.events())) {
        return;
      }
      int at = sample.place(0) * events + sample.event();
      if (at >= counts.length) {
        counts = Arrays.copyOf(counts, Math.max(at + 1, counts.length * 2));
      }
      counts[at] += sample.weight();
      all[sample.event()] += sample.weight();
    }

    List<FunctionCounts> functions() {
      Places places = profile.places();
      Map<Integer, FunctionCounts> byFunction = new HashMap<>();
      for (int place = 0; place < places.size() && (place + 1) * events <= counts.length; place++) {
        long[] here = Arrays.copyOfRange(counts, place * events, (place + 1) * events);
        if (Arrays.stream(here).sum() == 0) {
          continue;
        }
        int number = places.function(place);
        FunctionCounts function =
            byFunction.computeIfAbsent(
                number,
                n ->
                    new FunctionCounts(
                        places.functionOf(n), new long[events], new TreeMap<>(), counted));
        add(function.samples(), here);
        add(
            function.byAddress().computeIfAbsent(places.linked(place), a -> new long[events]),
            here);
      }
      List<FunctionCounts> sorted = new ArrayList<>(byFunction.values());
      sorted.sort(MOST_FIRST);
      return sorted;
    }

    private static void add(long[] to, long[] more) {
      for (int i = 0; i < to.length; i++) {
        to[i] += more[i];
      }
    }
  }
}
