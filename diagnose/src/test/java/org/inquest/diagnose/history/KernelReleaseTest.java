package org.inquest.diagnose.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KernelReleaseTest {
  @ParameterizedTest
  @CsvSource({
    "6.1.20, v6.1.20, 6.1, true, false",
    "v6.1.20, v6.1.20, 6.1, true, false",
    "6.1.0, v6.1, 6.1, false, false",
    "6.2.0-rc3+, v6.2-rc3, 6.2, false, false",
    "6.6.0-rc1-syzkaller, v6.6-rc1, 6.6, false, false",
    "6.6.0-next-20231101-syzkaller, next-20231101, 6.6, false, false",
    "5.15.0-91-generic, v5.15, 5.15, false, true",
    "4.18.0-477.el8.x86_64, v4.18, 4.18, false, true",
    "6.5.6-200.fc38.x86_64, v6.5.6, 6.5, true, true",
    "6.1.0-13-amd64 #1 SMP Debian 6.1.55-1, v6.1.55, 6.1, true, true",
    "Linux version 5.10.9 (a@b) #1 SMP, v5.10.9, 5.10, true, false",
    "Linux version 5.10.0-32-amd64 (gcc-10 (Debian 10.2.1-6)) #1 SMP Debian 5.10.223-1, v5.10.223, 5.10, true, true",
    "2.6.32, v2.6.32, 2.6, true, false",
  })
  void readsNames(String text, String tag, String series, boolean stable, boolean vendor) {
    KernelRelease release = KernelRelease.parse(text).orElseThrow();
    assertThat(release.tag()).isEqualTo(tag);
    assertThat(release.vendor()).isEqualTo(vendor);
    if (!tag.startsWith("next")) {
      assertThat(release.series()).isEqualTo(series);
      assertThat(release.stable()).isEqualTo(stable);
    }
  }

  @Test
  void looksForTheCommitFirst() {
    KernelRelease release =
        KernelRelease.parse("6.2.0-rc3-00123-g0123456789ab-dirty").orElseThrow();
    assertThat(release.revisions()).containsExactly("0123456789ab", "v6.2-rc3", "v6.2");
  }

  @Test
  void showsTheNameAlone() {
    assertThat(KernelRelease.parse("Linux version 6.1.0-13-amd64 (x@y) #1").orElseThrow().shown())
        .isEqualTo("6.1.0-13-amd64");
  }

  @Test
  void findsNoReleaseInOtherTexts() {
    assertThat(KernelRelease.parse("")).isEmpty();
    assertThat(KernelRelease.parse("kernel")).isEmpty();
    assertThat(KernelRelease.parse("--upload-pack=x")).isEmpty();
  }
}
