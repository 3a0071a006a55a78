package org.inquest.lab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.fault.UsageError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kdump | kdump, makedumpfile -z -d 31",
        "flattened | kdump, makedumpfile -F -z -d 31",
        "elf | kdump, makedumpfile -E -d 31",
        "vmcore | kdump, cp /proc/vmcore",
        "split:3 | kdump, makedumpfile --split -z -d 31, 3 files",
        "qmp-elf | QMP dump-guest-memory, elf",
        "qmp-elf:no-vmcoreinfo | QMP dump-guest-memory, elf, no VMCOREINFO",
        "qmp-elf-paging | QMP dump-guest-memory, elf with paging",
        "qmp-kdump-raw-zlib | QMP dump-guest-memory, kdump-raw-zlib",
        "qmp-kdump-snappy:no-vmcoreinfo | QMP dump-guest-memory, kdump-snappy, no VMCOREINFO",
      })
  void everyNameSaysWhatIsDone(String name, String description) {
    assertThat(Capture.parse(name, DumpOptions.USUAL).description()).isEqualTo(description);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Kdump",
        "split",
        "split:1",
        "split:10",
        "qmp-",
        "qmp-kdump",
        "qmp-elf-",
        "qmp-win-dmp",
        "qmp-kdump-zlib-paging:x",
        "qmp-kdump-zlib\",\"x",
        "qmp-elf:no"
      })
  void otherNamesAreRefusedWithTheKnownOnes(String name) {
    assertThatThrownBy(() -> Capture.parse(name, DumpOptions.USUAL))
        .isInstanceOf(UsageError.class)
        .hasMessageContaining("split:N");
  }

  @Test
  void makedumpfilesOptions() {
    assertThat(DumpOptions.USUAL.arguments()).isEqualTo("-z -d 31");
    assertThat(Capture.USUAL instanceof CrashKernelCapture.Kdump k ? k.script() : "")
        .startsWith("level=31\n")
        .contains("level=23")
        .contains("makedumpfile -F -z -d $level ");
    DumpOptions asked = new DumpOptions(31, DumpOptions.Compression.LZO);
    assertThat(new CrashKernelCapture.Kdump(asked).script())
        .contains("makedumpfile -F -l -d 31 ")
        .doesNotContain("level=");
    assertThat(new DumpOptions(0, DumpOptions.Compression.parse("none")).arguments())
        .isEqualTo("-d 0");
    assertThatThrownBy(() -> new DumpOptions(32, DumpOptions.Compression.LZO))
        .isInstanceOf(UsageError.class);
    assertThatThrownBy(() -> DumpOptions.Compression.parse("rar")).isInstanceOf(UsageError.class);
  }

  @Test
  void onlyMakedumpfileCompressesAndFilters() {
    assertThat(Capture.USUAL.compresses()).isTrue();
    assertThat(Capture.parse("elf", DumpOptions.USUAL).compresses()).isFalse();
    assertThat(Capture.parse("elf", DumpOptions.USUAL).filters()).isTrue();
    assertThat(Capture.parse("vmcore", DumpOptions.USUAL).filters()).isFalse();
    assertThat(Capture.parse("qmp-elf", DumpOptions.USUAL).filters()).isFalse();
  }

  @Test
  void aCopyIsAsLongAsTheGuestSays() throws Exception {
    Path disk = Files.writeString(folder.resolve("disk"), "0123456789 and the rest of the disk");
    CrashKernelCapture.Copy copy = new CrashKernelCapture.Copy();

    List<Path> dumps = copy.collect(disk, folder, "d", List.of("LAB-CAPTURES", "LAB-SIZE 10"));

    assertThat(dumps).singleElement().satisfies(d -> assertThat(d).hasContent("0123456789"));
    assertThat(dumps.getFirst()).hasFileName("d.vmcore");
    assertThatThrownBy(() -> copy.collect(disk, folder, "d", List.of("LAB-SIZE 999")))
        .isInstanceOf(MalformedInput.class);
    assertThatThrownBy(() -> copy.collect(disk, folder, "d", List.of("LAB-SIZE x")))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void theGuestsFilesComeOutOfItsDiskWithoutMounting() throws Exception {
    Path disk = folder.resolve("disk");
    try (var file = new java.io.RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(8 << 20);
    }
    CrashKernelCapture.Split split = new CrashKernelCapture.Split(DumpOptions.USUAL, 2);
    split.prepare(disk);
    assertThatThrownBy(() -> split.collect(disk, folder, "d", List.of()))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("no file 1");
    assertThat(split.script()).contains("/crash/1 /crash/2 ").doesNotContain("/crash/3");
  }
}
