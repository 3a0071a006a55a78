package org.inquest.profile.event;

import java.util.List;
import java.util.Optional;
import org.inquest.profile.system.PerfSystem;

/// What is sampled where nobody said what: cycles, or a timer of the kernel where the machine has
/// no counter of cycles, as most virtual machines.
///
/// @param event the event
/// @param why empty for cycles; else what is different about the timer, in a sentence
public record DefaultEvent(EventSpec event, Optional<String> why) {

  /// Tries cycles on the running machine.
  public static DefaultEvent choose(SystemTree tree, PerfSystem system) {
    EventSpec cycles = EventParser.parse(tree, List.of("cycles")).getFirst();
    EventProbe.Support support = new EventProbe(system).support(cycles);
    if (support instanceof EventProbe.Works works && works.sampling()) {
      return new DefaultEvent(cycles, Optional.empty());
    }
    EventSpec clock = EventParser.parse(tree, List.of("cpu-clock")).getFirst();
    if (support instanceof EventProbe.Fails fails && fails.why().equals(EventProbe.NOT_PERMITTED)) {
      return new DefaultEvent(clock, Optional.empty()); // what is wrong is told when it is opened
    }
    return new DefaultEvent(
        clock,
        Optional.of(
            "this machine has no usable counter of cycles (a virtual machine often has none), so a"
                + " timer of the kernel samples instead (cpu-clock): fine for where time goes, blind"
                + " where interrupts are off, and it says nothing about caches or branches"));
  }
}
