package org.inquest.profile.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// How many samples each combination of what was asked for has.
///
/// @param dimensions what the rows' keys are, in order
/// @param events names of the events, in the order of the counts
/// @param rows the most samples first
/// @param samples all samples of each event that took part
/// @param periods what those samples stand for
/// @param everything all samples of each event, also those that did not take part
public record CountTable(
    List<Dimension> dimensions,
    List<String> events,
    List<Row> rows,
    long[] samples,
    long[] periods,
    long[] everything) {

  /// A combination.
  ///
  /// @param keys one for each dimension
  /// @param samples of each event
  /// @param periods of each event
  public record Row(List<String> keys, long[] samples, long[] periods) {
    /// All its samples.
    public long total() {
      long total = 0;
      for (long count : samples) {
        total += count;
      }
      return total;
    }
  }

  static final Comparator<Row> ORDER = CountTable::order;

  private static int order(Row a, Row b) {
    int order = Long.compare(b.total(), a.total());
    for (int i = 0; order == 0 && i < a.keys.size(); i++) {
      order = a.keys.get(i).compareTo(b.keys.get(i));
    }
    return order;
  }

  /// A row's key of a dimension; empty where it was not asked for.
  public Optional<String> key(Row row, Dimension dimension) {
    int at = dimensions.indexOf(dimension);
    return at < 0 ? Optional.empty() : Optional.of(row.keys().get(at));
  }

  /// A part of all samples of an event, from 0 to 1.
  public double share(Row row, int event) {
    return samples[event] == 0 ? 0 : (double) row.samples()[event] / samples[event];
  }

  /// The events that have samples, by their numbers in the counts.
  public List<Integer> sampledEvents() {
    List<Integer> found = new ArrayList<>();
    IntStream.range(0, samples.length).filter(i -> samples[i] > 0).forEach(found::add);
    return found;
  }
}
