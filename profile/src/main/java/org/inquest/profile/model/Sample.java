package org.inquest.profile.model;

import java.util.Optional;
import org.inquest.formats.perf.PerfRecord;
import org.inquest.formats.perf.PerfSample;

/// A sample with its meaning. One object is moved from sample to sample.
public interface Sample {
  /// Number of the event, of [org.inquest.formats.perf.PerfEvent#index].
  int event();

  /// Nanoseconds of the profile's clock.
  long time();

  /// Who ran.
  ThreadState thread();

  /// The CPU; -1 where not told.
  int cpu();

  /// How many events it stands for.
  long period();

  /// Whether its event took it. Else it is what another event of the group had counted when the
  /// leader took a sample (`{cycles,instructions}:S`): [#period] says how much.
  boolean own();

  /// What it counts for: one, or its period where its event was only counted
  /// ([org.inquest.formats.perf.PerfEvent#counted]).
  long weight();

  /// The frames of its call chain, or 1 without one.
  int depth();

  /// A frame's place, the innermost first; callers are at the byte before the return address.
  int place(int frame);

  /// Whether the kernel ran when it was taken.
  boolean inKernel();

  /// The control group's path, where that is told.
  Optional<String> group();

  /// The fields as they are in the file.
  PerfSample fields();

  /// The record that it is in.
  PerfRecord record();
}
