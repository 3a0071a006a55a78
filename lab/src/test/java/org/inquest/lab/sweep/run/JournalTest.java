package org.inquest.lab.sweep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.oops.CodePlace;
import org.inquest.lab.sweep.count.Site;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
  private static final List<String> HEAD = List.of("6.1.0-test", "a workload", "pairs=0");

  private static final Site SITE =
      new Site(
          "failslab",
          List.of(
              new CodePlace("free_metadata.isra.0", 0x1e, 0, "", 0),
              new CodePlace("evict", 0xec, 0, "sick", 0)));

  @TempDir Path folder;

  private static CaseResult result(String step, long nth, Optional<Damage> damage) {
    return new CaseResult(
        SweepCase.of(step, nth),
        true,
        Optional.of(SITE),
        12,
        34,
        damage,
        damage.isPresent() ? "BUG: 50 % of\nall, - and more" : "");
  }

  @Test
  void tellsWhatWasWritten() {
    Path file = folder.resolve("journal");
    CaseResult fine = result("write", 1, Optional.empty());
    CaseResult broke = result("write", 2, Optional.of(Damage.REPORT));
    Journal.Confirmed confirmed =
        new Journal.Confirmed(
            broke.finding(),
            4,
            3,
            Optional.of(SweepCase.of("write", 1, 2)),
            true,
            true,
            Optional.of(SITE));
    try (Journal journal = Journal.open(file, HEAD)) {
      journal.counted("write", 17);
      journal.result(fine);
      journal.result(broke);
      journal.confirmed(confirmed);
      journal.done("write");
    }

    Journal.Told told = Journal.read(file);
    assertThat(told.head()).isEqualTo(HEAD);
    assertThat(told.counted()).containsExactly(Map.entry("write", 17L));
    assertThat(told.results()).containsExactly(fine, broke);
    assertThat(told.confirmed()).containsExactly(confirmed);
    assertThat(told.done()).containsExactly("write");
  }

  @Test
  void losesOnlyTheCaseThatWasBeingWrittenWhenItWasKilled() throws IOException {
    Path file = folder.resolve("journal");
    try (Journal journal = Journal.open(file, HEAD)) {
      journal.result(result("write", 1, Optional.empty()));
    }
    Files.writeString(file, "case write:2 true 0 3", StandardOpenOption.APPEND);

    CaseResult next = result("write", 2, Optional.empty());
    try (Journal journal = Journal.open(file, HEAD)) {
      journal.result(next);
    }

    assertThat(Journal.read(file).results())
        .containsExactly(result("write", 1, Optional.empty()), next);
  }

  @Test
  void refusesTheJournalOfAnotherSweep() {
    Path file = folder.resolve("journal");
    Journal.open(file, HEAD).close();
    assertThatThrownBy(() -> Journal.open(file, List.of("6.1.0-test", "another", "pairs=0")))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("another sweep");
  }

  @Test
  void saysWhatIsNoJournal() throws IOException {
    Path file = folder.resolve("journal");
    for (String text :
        List.of("", "\n", "hello\n", "sweep\n", "sweep 2\n", "sweep 1 release workload\n")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> Journal.read(file))
          .as(text)
          .isInstanceOf(MalformedInput.class)
          .hasMessageContaining("journal");
    }
  }

  @Test
  void leavesOutLinesThatAreDamaged() throws IOException {
    Path file = folder.resolve("journal");
    Files.writeString(
        file,
        """
        sweep 2 release workload
        case
        case write:1 true x 3 - - -
        case write:1 true 0 3 NO_SUCH_DAMAGE - -
        case :: true 0 3 - - -
        confirmed a b c d e f
        confirmed 12345678 1

        case write:1 true 0 3 - - -
        """);
    assertThat(Journal.read(file).results()).hasSize(1);
    assertThat(Journal.read(file).confirmed()).isEmpty();
  }
}
