package org.inquest.lab.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.guest.Guest;
import org.inquest.lab.guest.Qmp;
import org.inquest.lab.guest.Registers;
import org.inquest.lab.process.Deadline;
import org.inquest.lab.scenario.Scenario;
import org.inquest.lab.scenario.Trigger;

/// When and how the guest's kernel is ended.
final class Ending {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
  // The last thing panic() prints before it waits for ever; see kernel/panic.c.
  private static final String PANICKED = "end Kernel panic";

  private final Guest guest;
  private final Scenario scenario;
  private final Progress progress;

  Ending(Guest guest, Scenario scenario, Progress progress) {
    this.guest = guest;
    this.scenario = scenario;
    this.progress = progress;
  }

  /// Makes the kernel panic, unless it does without help.
  ///
  /// @throws Unavailable if the moment that the trigger wants does not come
  void bringAboutPanic() {
    if (scenario.trigger() instanceof Trigger.Itself) {
      progress.step("waiting for the kernel's end");
    } else {
      atItsMoment("injecting an NMI", control -> control.execute("inject-nmi"));
    }
  }

  /// Does something at the moment for which the trigger has an NMI, or when the kernel has panicked
  /// by itself.
  ///
  /// @param what is done, for people
  /// @throws Unavailable if that moment does not come
  void atItsMoment(String what, Consumer<Qmp> deed) {
    switch (scenario.trigger()) {
      case Trigger.Itself() -> {
        progress.step("the kernel dies by itself, then: " + what);
        panicked(deed);
      }
      case Trigger.Nmi(Duration after) -> {
        progress.step(what + " in " + after.toSeconds() + " s");
        after(after, deed);
      }
      case Trigger.NmiInside(String module, Duration after, Duration within) -> {
        Place place = place(module);
        progress.step(
            what + " when a CPU is inside " + module + ", in " + after.toSeconds() + " s");
        guest.waitForEnd(Deadline.in(after));
        inside(place, module, within, deed);
      }
    }
  }

  private void after(Duration time, Consumer<Qmp> deed) {
    guest.waitForEnd(Deadline.in(time)); // A guest that ends early is reported later.
    try (Qmp control = guest.control()) {
      deed.accept(control);
    }
  }

  private void panicked(Consumer<Qmp> deed) {
    Deadline deadline = Deadline.in(scenario.capture());
    if (guest.console().waitFor(l -> l.contains(PANICKED), deadline).isEmpty()) {
      throw new Unavailable(
          "the guest's kernel did not panic within " + scenario.capture().toSeconds() + " s",
          guest.lastWords());
    }
    try (Qmp control = guest.control()) {
      deed.accept(control);
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

  /// The guest is stopped for each look: what was seen is then still true when something is done
  /// about it. Only the first CPU counts: QEMU sends the NMI to all, but Linux lets no other one
  /// see it (`setup_local_APIC()` in arch/x86/kernel/apic/apic.c), and when the panic reaches the
  /// others they are elsewhere.
  private void inside(Place place, String module, Duration within, Consumer<Qmp> deed) {
    Deadline deadline = Deadline.in(within);
    List<Long> seen = List.of();
    try (Qmp control = guest.control()) {
      while (!deadline.passed()) {
        control.execute("stop");
        seen = Registers.instructionPointers(control);
        if (!seen.isEmpty() && place.contains(seen.getFirst())) {
          deed.accept(control);
          control.execute("cont");
          return;
        }
        control.execute("cont");
        guest.waitForEnd(Deadline.in(BETWEEN_LOOKS));
      }
    }
    throw new Unavailable(
        "CPU 0 was not seen inside " + module + " within " + within.toSeconds() + " s",
        "its code begins at "
            + Long.toHexString(place.start)
            + "; the CPUs were last seen at "
            + seen.stream().map(Long::toHexString).collect(Collectors.joining(" and ")));
  }
}
