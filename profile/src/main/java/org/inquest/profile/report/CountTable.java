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
/// @param everything all samples of each event, also those that did not take part; of one that was
///   only counted, how often it happened
/// @param counted which events were not sampled but counted when the leader of their group was
///   ([PerfEvent#counted])
public record CountTable(
    List<Dimension> dimensions,
    List<String> events,
    List<Row> rows,
    long[] samples,
    long[] periods,
    long[] everything,
    boolean[] counted) {

  /// A combination.
  ///
  /// @param keys one for each dimension
  /// @param samples of each event
  /// @param periods of each event
  public record Row(List<String> keys, long[] samples, long[] periods) {}

  /// The most samples first; rows that have none by what was counted.
  static Comparator<Row> order(boolean[] counted) {
    return (a, b) -> {
      int order = Long.compare(sampled(b, counted), sampled(a, counted));
      for (int i = 0; order == 0 && i < counted.length; i++) {
        order = Long.compare(value(b, i, counted), value(a, i, counted));
      }
      for (int i = 0; order == 0 && i < a.keys.size(); i++) {
        order = a.keys.get(i).compareTo(b.keys.get(i));
      }
      return order;
    };
  }

  private static long sampled(Row row, boolean[] counted) {
    long total = 0;
    for (int i = 0; i < counted.length; i++) {
      total += counted[i] ? 0 : row.samples[i];
    }
    return total;
  }

  private static long value(Row row, int event, boolean[] counted) {
    return counted[event] ? row.periods[event] : row.samples[event];
  }

  /// All samples of a row; where only counted events took part, the counts of these.
  public long total(Row row) {
    long total = 0;
    boolean sampled =
        IntStream.range(0, counted.length).anyMatch(i -> !counted[i] && samples[i] > 0);
    for (int i = 0; i < counted.length; i++) {
      total += counted[i] == sampled ? 0 : value(row, i);
    }
    return total;
  }

  /// What a row has of an event: samples, or how often it happened where it was only counted.
  public long value(Row row, int event) {
    return value(row, event, counted);
  }

  /// The same of all rows.
  public long all(int event) {
    return counted[event] ? periods[event] : samples[event];
  }

  /// A row's key of a dimension; empty where it was not asked for.
  public Optional<String> key(Row row, Dimension dimension) {
    int at = dimensions.indexOf(dimension);
    return at < 0 ? Optional.empty() : Optional.of(row.keys().get(at));
  }

  /// A part of all samples of an event, from 0 to 1.
  public double share(Row row, int event) {
    return all(event) == 0 ? 0 : (double) value(row, event) / all(event);
  }

  /// The events that have samples, by their numbers in the counts.
  public List<Integer> sampledEvents() {
    List<Integer> found = new ArrayList<>();
    IntStream.range(0, samples.length).filter(i -> samples[i] > 0).forEach(found::add);
    return found;
  }
}
