package org.inquest.profile.export;

import java.util.Optional;
import org.inquest.formats.perf.ReadSummary;
import org.inquest.profile.model.Profile;
import org.inquest.profile.report.SampleFilter;

/// What an export is made from: weighed stacks, and each single one with its time for formats that
/// have a time axis.
///
/// @param tree the stacks
/// @param timeline each single one; empty where it was not asked for
/// @param unit what the weights are
/// @param title what it is a profile of
/// @param summary how the reading went
public record Stacks(
    StackTree tree, Optional<Timeline> timeline, Unit unit, String title, ReadSummary summary) {
  /// What weights of stacks are.
  public enum Unit {
    /// A sample weighs one.
    SAMPLES("samples", "count"),
    /// Microseconds without a CPU.
    OFF_CPU("off-cpu", "microseconds");

    private final String type;
    private final String measure;

    Unit(String type, String measure) {
      this.type = type;
      this.measure = measure;
    }

    /// What is measured, a word.
    public String type() {
      return type;
    }

    /// What one of it is: `count`, or a unit of time in the plural.
    public String measure() {
      return measure;
    }
  }

  /// All samples that pass a filter, each with the weight 1; those of an event that was only
  /// counted are left out unless it is named, and weigh what they count.
  ///
  /// @param timed whether times are wanted
  public static Stacks of(Profile profile, SampleFilter filter, boolean timed) {
    StackTree tree = new StackTree(profile.places());
    SampleFilter stacks = filter.stacks();
    Optional<Timeline> timeline = timed ? Optional.of(new Timeline()) : Optional.empty();
    ReadSummary summary =
        profile.samples(
            true,
            sample -> {
              if (stacks.passes(sample, profile.places(), profile.events())) {
                int node = tree.node(sample);
                tree.add(node, sample.weight());
                timeline.ifPresent(
                    t -> t.add(sample.thread(), sample.time(), node, sample.weight()));
              }
            });
    return new Stacks(tree, timeline, Unit.SAMPLES, profile.data().name(), summary);
  }

  /// The single stacks in the order in which they were found; none where no times were asked for.
  Timeline times() {
    return timeline.orElseGet(Timeline::new);
  }
}
