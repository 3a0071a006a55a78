package org.inquest.lab.scenario;

import java.time.Duration;
import org.inquest.formats.fault.UsageError;

/// What ends the guest's first kernel.
public sealed interface Trigger {

  /// The lab injects a non-maskable interrupt, as an operator presses the NMI button of a hung
  /// machine.
  ///
  /// @param after how long after the scenario said it is ready
  record Nmi(Duration after) implements Trigger {}

  /// The same, but at a moment when CPU 0, to which such an NMI goes, is executing a certain
  /// module's code: the guest is stopped again and again until it is, as the book's dump of a
  /// machine under an interrupt storm needs.
  ///
  /// @param module name of the module; the guest tells where it lies by `LABTRUTH module.NAME=START
  ///   SIZE`
  /// @param after how long after the scenario said it is ready to begin
  /// @param within how long to try then
  record NmiInside(String module, Duration after, Duration within) implements Trigger {}

  /// The kernel dies of the scenario itself: an oops, a watchdog, init's end.
  record Itself() implements Trigger {}

  /// Reads "nmi 5" (seconds), "nmi-inside e1000 6 30" or "itself".
  static Trigger parse(String text) {
    String[] words = text.strip().split("\\s+");
    if (words.length == 2 && words[0].equals("nmi") && words[1].matches("\\d{1,4}")) {
      return new Nmi(Duration.ofSeconds(Long.parseLong(words[1])));
    }
    if (words.length == 4
        && words[0].equals("nmi-inside")
        && words[2].matches("\\d{1,4}")
        && words[3].matches("\\d{1,4}")) {
      return new NmiInside(
          words[1],
          Duration.ofSeconds(Long.parseLong(words[2])),
          Duration.ofSeconds(Long.parseLong(words[3])));
    }
    if (words.length == 1 && words[0].equals("itself")) {
      return new Itself();
    }
    throw new UsageError(
        "trigger '"
            + text
            + "' is none of 'nmi SECONDS', 'nmi-inside MODULE AFTER WITHIN' (seconds), 'itself'");
  }
}
