package org.inquest.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SalvageTest {
  @Test
  void makedumpfilesOwnReasonIsTold() {
    assertThat(
            CrashKernelSalvage.reason(
                List.of(
                    "[    0.1] error: of the first kernel",
                    "LAB-CAPTURES",
                    "The kernel version is not supported.",
                    "makedumpfile Failed.",
                    "LAB-CAPTURED 1")))
        .isEqualTo("The kernel version is not supported.");
    assertThat(
            CrashKernelSalvage.reason(
                List.of(
                    "[    2.0] random: LAB-CAPTURES",
                    "Copying data                                      : [ 12.0 %]",
                    "[    9.1] EXT4-fs warning",
                    "write_bytes: Can't write the dump file(/crash/1). No space left on device",
                    "makedumpfile Failed.",
                    "[    9.2] x LAB-CAPTURED 1")))
        .contains("No space left");
    assertThat(
            CrashKernelSalvage.reason(
                List.of(
                    "LAB-CAPTURES",
                    "'-p' option is disabled, because this binary doesn't support snappy compression.",
                    "Try `make USESNAPPY=on` when building.",
                    "makedumpfile Completed.",
                    "LAB-CAPTURED 0")))
        .contains("snappy compression");
    assertThat(CrashKernelSalvage.reason(List.of("LAB-CAPTURES", "LAB-CAPTURED 1")))
        .isEqualTo("it does not say why");
    assertThat(CrashKernelSalvage.reason(List.of())).isEqualTo("it does not say why");
  }

  @Test
  void whichFormatsQemuHas() {
    assertThat(QemuSalvage.formats("{\"return\": {\"formats\": [\"elf\", \"kdump-zlib\"]}}"))
        .containsExactly("elf", "kdump-zlib");
    assertThat(QemuSalvage.formats("{\"return\": {}}")).isEmpty();
  }
}
