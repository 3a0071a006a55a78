package org.inquest.profile.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.inquest.formats.perf.JitDump;

/// The code that a compiler made in a process, which appears there as time goes on: the same
/// address may be one function's now and another's later. For one thread.
final class JitTimeline {
  private final Binary binary;
  private final boolean timed;
  private final List<JitDump.Place> places;
  private int next;

  /// @param timed whether the dump's times can be compared with those of samples; if not, all is
  ///   there from the beginning, and what came last counts
  JitTimeline(JitDump dump, Binary binary, boolean timed) {
    this.binary = binary;
    this.timed = timed;
    this.places = new ArrayList<>(dump.places());
    if (timed) {
      // Threads write what they made when they come to it.
      places.sort(Comparator.comparingLong(JitDump.Place::time));
    }
  }

  /// Puts what was there at some time into the process's memory.
  void advance(long time, AddressSpace space) {
    while (next < places.size() && (!timed || places.get(next).time() <= time)) {
      space.add(region(places.get(next++)));
    }
  }

  /// Puts what is known already above a mapping that was made under it: programs map and protect
  /// the memory of such code again and again.
  void restore(long start, long end, AddressSpace space) {
    for (JitDump.Place place : places.subList(0, next)) {
      boolean within =
          Long.compareUnsigned(place.address(), start) >= 0
              && Long.compareUnsigned(place.address(), end) < 0;
      if (within) {
        space.add(region(place));
      }
    }
  }

  private Region region(JitDump.Place place) {
    return new Region(place.address(), place.address() + place.size(), place.code(), binary);
  }
}
