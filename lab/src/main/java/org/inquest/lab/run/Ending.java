package org.inquest.lab.run;

import java.time.Duration;
import java.util.Optional;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.guest.Guest;
import org.inquest.lab.guest.Qmp;
import org.inquest.lab.guest.Registers;
import org.inquest.lab.process.Deadline;
import org.inquest.lab.scenario.Scenario;
import org.inquest.lab.scenario.Trigger;

/// How the guest's first kernel is ended, so that its crash kernel takes over.
final class Ending {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

  private final Guest guest;
  private final Scenario scenario;
  private final Progress progress;

  Ending(Guest guest, Scenario scenario, Progress progress) {
    this.guest = guest;
    this.scenario = scenario;
    this.progress = progress;
  }

  /// Does what the scenario's trigger says.
  ///
  /// @throws Unavailable if the moment it waits for does not come
  void bringAbout() {
    switch (scenario.trigger()) {
      case Trigger.Itself() -> progress.step("the kernel dies by itself");
      case Trigger.Nmi(Duration after) -> {
        progress.step("injecting an NMI in " + after.toSeconds() + " s");
        guest.waitForEnd(Deadline.in(after)); // A guest that ends early is reported later.
        try (Qmp control = guest.control()) {
          control.execute("inject-nmi");
        }
      }
      case Trigger.NmiInside(String module, Duration after, Duration within) -> {
        Place place = place(module);
        progress.step(
            "injecting an NMI when a CPU is inside " + module + ", in " + after.toSeconds() + " s");
        guest.waitForEnd(Deadline.in(after));
        inside(place, module, within);
      }
    }
  }

  /// Where a module's code lies.
  ///
  /// @param start its first byte
  /// @param size in bytes
  private record Place(long start, long size) {
    boolean contains(long address) {
      return Long.compareUnsigned(address - start, size) < 0;
    }
  }

  private Place place(String module) {
    String mark = "module." + module + "=";
    Optional<String> line =
        guest.console().waitFor(l -> l.contains(mark), Deadline.in(scenario.ready()));
    String[] words =
        line.map(l -> l.substring(l.indexOf(mark) + mark.length()).strip().split(" "))
            .orElse(new String[0]);
    if (words.length != 2 || !words[0].matches("[0-9a-f]{16}") || !words[1].matches("\\d{1,9}")) {
      throw new Unavailable(
          "the guest does not tell where its module " + module + " lies",
          "see what its scenario prints: --console");
    }
    return new Place(Long.parseUnsignedLong(words[0], 16), Long.parseLong(words[1]));
  }

  /// The guest is stopped for each look: what was seen is then still true when the NMI arrives.
  private void inside(Place place, String module, Duration within) {
    Deadline deadline = Deadline.in(within);
    try (Qmp control = guest.control()) {
      while (!deadline.passed()) {
        control.execute("stop");
        boolean there = Registers.instructionPointers(control).stream().anyMatch(place::contains);
        if (there) {
          control.execute("inject-nmi");
          control.execute("cont");
          return;
        }
        control.execute("cont");
        guest.waitForEnd(Deadline.in(BETWEEN_LOOKS));
      }
    }
    throw new Unavailable(
        "no CPU was seen inside " + module + " within " + within.toSeconds() + " s",
        "run it again; the machine may be too busy");
  }
}
