package org.inquest.lab.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.capture.Capture;
import org.inquest.lab.capture.DumpOptions;
import org.inquest.lab.judge.Examination;
import org.inquest.lab.judge.Expectation;
import org.inquest.lab.judge.Judgement;
import org.inquest.lab.run.Lab;
import org.inquest.lab.run.Progress;
import org.inquest.lab.run.RunReport;
import org.inquest.lab.run.RunRequest;
import org.inquest.lab.scenario.Scenario;
import org.inquest.lab.scenario.Scenarios;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One deadlock, its dump taken in every way the lab knows: the form is the one that was asked for,
/// and the verdict does not depend on it.
@Tag("lab")
class CaptureTruthTest {
  private static final String KERNEL = "6.1";
  private static final Scenario SCENARIO = Scenarios.named("mutex-abba");

  @TempDir Path folder;

  // How, compression, level, number of files, first bytes.
  @ParameterizedTest(name = "{0} {1} -d {2}")
  @CsvSource({
    "kdump, zlib, 31, 1, KDUMP",
    "kdump, lzo, 0, 1, KDUMP",
    "kdump, none, 16, 1, KDUMP",
    "flattened, zstd, 31, 1, makedumpfile",
    "elf, zstd, 31, 1, \177ELF",
    "vmcore, zstd, 0, 1, \177ELF",
    "split:3, zlib, 31, 3, KDUMP",
    "qmp-elf, zstd, 0, 1, \177ELF",
    "qmp-elf:no-vmcoreinfo, zstd, 0, 1, \177ELF",
    "qmp-elf-paging, zstd, 0, 1, \177ELF",
    "qmp-kdump-zlib, zstd, 0, 1, makedumpfile",
    "qmp-kdump-lzo, zstd, 0, 1, makedumpfile",
    "qmp-kdump-snappy, zstd, 0, 1, makedumpfile",
  })
  @Timeout(900)
  void theVerdictIsTheTruth(String how, String compression, int level, int files, String magic)
      throws IOException {
    DumpOptions options = new DumpOptions(level, DumpOptions.Compression.parse(compression));
    Capture capture = Capture.parse(how, options);

    RunReport run = run(capture);

    assertThat(run.dumps()).hasSize(files);
    for (Path dump : run.dumps()) {
      try (var in = Files.newInputStream(dump)) {
        assertThat(new String(in.readNBytes(16), StandardCharsets.ISO_8859_1)).startsWith(magic);
      }
    }
    assertThat(run.truth().facts()).containsEntry("capture", capture.description());
    Expectation expected = Expectation.of(SCENARIO.name(), SCENARIO.expected());
    Judgement judgement = Examination.of(run.dumps()).judge(expected, run.truth().facts());
    assertThat(judgement.wrong()).isEmpty();
  }

  private RunReport run(Capture capture) {
    try {
      return lab()
          .run(
              new RunRequest(
                  SCENARIO, KERNEL, false, capture, folder.resolve("out"), "", Map.of()));
    } catch (Unavailable e) {
      // Debian 12's QEMU is built without LZO and snappy.
      Assumptions.assumeFalse(
          String.valueOf(e.getMessage()).startsWith("this QEMU can't write"), e.getMessage());
      throw e;
    }
  }

  /// A form that makedumpfile refuses stands for all its failures.
  @Test
  @Timeout(900)
  void whatMakedumpfileComplainsAboutIsOneLine() {
    DumpOptions snappy = new DumpOptions(31, DumpOptions.Compression.SNAPPY);
    assertThatThrownBy(() -> run(Capture.parse("kdump", snappy)))
        .isInstanceOf(Unavailable.class)
        .message()
        .doesNotContain("\n")
        .contains("could not save the dump")
        .containsIgnoringCase("snappy");
  }

  private Lab lab() {
    return new Lab(
        Path.of(System.getProperty("user.home"), ".cache", "inquest", "lab"),
        folder.resolve("tmp"),
        Progress.SILENT);
  }
}
