package org.inquest.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.engine.code.image.CodeSection;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.engine.testkit.EditedDump;
import org.inquest.formats.testkit.ElfObject;
import org.inquest.formats.testkit.SharedDumps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Code of a real dump, whole and spoiled.
class TextCheckTest {
  private static final long POISON = 0xcccc_cccc_cccc_ccccL;

  /// In 64-bit mode `06` is no instruction.
  private static final long NO_CODE = 0x0606_0606_0606_0606L;

  @TempDir Path folder;

  private static List<TextFinding> spoiled(long... addressesAndWords) {
    try (Target healthy = TargetOpener.open(List.of(EditedDump.sample()))) {
      EditedDump edited = EditedDump.ofSample();
      for (int i = 0; i < addressesAndWords.length; i += 2) {
        edited.write(healthy, addressesAndWords[i], addressesAndWords[i + 1]);
      }
      try (Target target = TargetOpener.open(edited);
          CodeImage image = CodeImages.of(target)) {
        return TextCheck.run(target, image).findings();
      }
    }
  }

  private static long schedule() {
    try (Target healthy = TargetOpener.open(List.of(EditedDump.sample()))) {
      return healthy.symbols().address("schedule") & ~7L;
    }
  }

  @Test
  void aHealthyKernelHasNoFinding() {
    try (Target target = TargetOpener.open(List.of(EditedDump.sample()));
        CodeImage image = CodeImages.of(target)) {
      TextReport report = TextCheck.run(target, image);
      assertThat(report.findings()).isEmpty();
      assertThat(report.gaps()).isEmpty();
      assertThat(report.functions()).isGreaterThan(20_000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"510-mmapsem.kdump", "61-null.kdump", "72-mmapsem.kdump"})
  void noDistributionsKernelHasOne(String name) {
    try (Target target = TargetOpener.open(List.of(SharedDumps.dump(name)));
        CodeImage image = CodeImages.of(target)) {
      assertThat(TextCheck.run(target, image).findings()).isEmpty();
    }
  }

  @Test
  void bytesThatAreNoInstructionsAreFound() {
    assertThat(spoiled(schedule() + 16, NO_CODE))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.function()).startsWith("schedule");
          assertThat(finding.why()).isEqualTo("no instruction");
          assertThat(finding.found()).startsWith("06 06");
        });
  }

  @Test
  void poisonWithinAFunctionIsFound() {
    long at = schedule() + 8;
    assertThat(spoiled(at, 0x9090_9090_9090_9090L, at + 8, POISON, at + 16, POISON))
        .anySatisfy(finding -> {
          assertThat(finding.function()).startsWith("schedule");
          assertThat(finding.why()).contains("poison");
        });
  }

  @Test
  void aCallOfNowhereIsFound() {
    // nop nop nop call .+5+0x60606060
    assertThat(spoiled(schedule() + 8, 0x6060_6060_e890_9090L))
        .anySatisfy(finding -> assertThat(finding.why()).contains("where no code is"));
  }

  @Test
  void everyFlippedByteIsFoundAgainstTheFile() throws IOException {
    try (Target healthy = TargetOpener.open(List.of(EditedDump.sample()));
        CodeImage image = CodeImages.of(healthy)) {
      Path vmlinux = vmlinux(healthy, image);
      long at = schedule() + 16;
      long word = healthy.memory().readLong(at);
      EditedDump edited = EditedDump.ofSample().write(healthy, at, word ^ 0x10);
      try (CodeImage file = CodeImages.open(vmlinux);
          Target target = TargetOpener.open(edited);
          CodeImage live = CodeImages.of(target)) {
        assertThat(TextComparison.run(healthy, image, file).findings()).isEmpty();
        assertThat(TextComparison.run(target, live, file).findings())
            .singleElement()
            .satisfies(finding -> {
              assertThat(finding.function()).startsWith("schedule");
              assertThat(finding.found()).isNotEqualTo(finding.expected());
            });
      }
    }
  }

  /// The dump's own code as a file, linked 64 MiB lower than it ran.
  private Path vmlinux(Target target, CodeImage image) throws IOException {
    CodeSection text =
        image.text().stream().filter(s -> s.name().equals("text")).findFirst().orElseThrow();
    long shift = 64 << 20;
    long schedule = target.symbols().address("schedule");
    Path file = folder.resolve("vmlinux");
    Files.write(
        file,
        new ElfObject(2, 62)
            .text(".text", text.address() - shift, image.bytes(text.address(), (int) text.size()))
            .symbol("schedule", 2, 1, schedule - shift, 128)
            .bytes());
    return file;
  }
}
