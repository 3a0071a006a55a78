package org.inquest.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Code of a real dump, whole and spoiled.
class TextCheckTest {
  private static final long POISON = 0xcccc_cccc_cccc_ccccL;

  /// In 64-bit mode `06` is no instruction.
  private static final long NO_CODE = 0x0606_0606_0606_0606L;

  /// How far below its place in memory a file was linked.
  private static final long SHIFT = 64 << 20;

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

  /// In the file a place of eight nops, for which the table has `xor %eax,%eax`.
  @ParameterizedTest
  @CsvSource({
    "0x0000441f0f66c031, 0, the replacement",
    "0x0000000000841f0f, 0, the original with its nops joined",
    "0x0000441f0f66c831, 1, a flipped bit in the replacement",
    "0x0000441f0f66c090, 1, half of the replacement",
  })
  void alternativesAreHeldAgainstTheirForms(String word, int wrong, String what)
      throws IOException {
    long at = schedule() + 16;
    try (Target healthy = TargetOpener.open(List.of(EditedDump.sample()));
        CodeImage image = CodeImages.of(healthy)) {
      EditedDump edited = EditedDump.ofSample().write(healthy, at, Long.decode(word));
      try (CodeImage vmlinux = CodeImages.open(withAlternative(image, at));
          Target target = TargetOpener.open(edited);
          CodeImage live = CodeImages.of(target)) {
        TextReport report = TextComparison.run(target, live, vmlinux);
        assertThat(report.findings()).as(what).hasSize(wrong);
        assertThat(report.explained().getOrDefault("alternative", 0)).isEqualTo(1 - wrong);
      }
    }
  }

  private Path withAlternative(CodeImage image, long at) throws IOException {
    CodeSection text = text(image);
    byte[] code = image.bytes(text.address(), (int) text.size());
    int place = (int) (at - text.address());
    Arrays.fill(code, place, place + 8, (byte) 0x90);
    long tables = text.end() - SHIFT + 0x10000;
    ByteBuffer entry = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    entry.putInt((int) (at - SHIFT - tables)).putInt(0x1000 - 4).putShort((short) 1);
    entry.put((byte) 8).put((byte) 2);
    Path file = folder.resolve("vmlinux");
    return Files.write(
        file,
        new ElfObject(2, 62)
            .text(".text", text.address() - SHIFT, code)
            .data(".altinstructions", tables, entry.array())
            .text(".altinstr_replacement", tables + 0x1000, new byte[] {0x31, (byte) 0xc0})
            .bytes());
  }

  private static CodeSection text(CodeImage image) {
    return image.text().stream().filter(s -> s.name().equals("text")).findFirst().orElseThrow();
  }

  /// The dump's own code as a file, linked 64 MiB lower than it ran.
  private Path vmlinux(Target target, CodeImage image) throws IOException {
    CodeSection text = text(image);
    long schedule = target.symbols().address("schedule");
    Path file = folder.resolve("vmlinux");
    Files.write(
        file,
        new ElfObject(2, 62)
            .text(".text", text.address() - SHIFT, image.bytes(text.address(), (int) text.size()))
            .symbol("schedule", 2, 1, schedule - SHIFT, 128)
            .bytes());
    return file;
  }
}
