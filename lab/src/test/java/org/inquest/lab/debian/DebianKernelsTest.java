package org.inquest.lab.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.inquest.lab.kernel.GuestKernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianKernelsTest {
  private static final String CLOUD = "cloud-amd64";
  @TempDir Path cache;

  @Test
  void aSeriesMeansItsBuildsAndNoOthers() {
    Pattern p = DebianKernels.pattern("6.1", CLOUD);
    assertThat("6.1.0-56-cloud-amd64").matches(p);
    assertThat("6.12.95+deb12-cloud-amd64").doesNotMatch(p);
    assertThat("6.1.0-56-amd64").doesNotMatch(p);
    assertThat("6.1.0-56-cloud-amd64-dbg").doesNotMatch(p);
    assertThat("6.1.0-56-cloud-amd64-unsigned").doesNotMatch(p);
    assertThat("6.1.0-0.deb11.52-cloud-amd64").doesNotMatch(p);
    assertThat("6.1.0-56-amd64").matches(DebianKernels.pattern("6.1", "amd64"));
    assertThat("6.1.0-56-cloud-amd64").doesNotMatch(DebianKernels.pattern("6.1", "amd64"));
    assertThat("7.2.13+deb14-amd64").matches(DebianKernels.pattern("7.x", "amd64"));
    assertThat("7.2.13+deb14-rt-amd64").doesNotMatch(DebianKernels.pattern("7.x", "amd64"));
    assertThat("6.1-cloud-amd64").matches(DebianKernels.pattern("6.1-cloud-amd64", CLOUD));
  }

  @Test
  void anyMinorOfAMajor() {
    assertThat("7.2.13+deb14-cloud-amd64").matches(DebianKernels.pattern("7.x", CLOUD));
    assertThat("6.12.95+deb13-cloud-amd64").doesNotMatch(DebianKernels.pattern("7.x", CLOUD));
  }

  @Test
  void aFullReleaseMeansItself() {
    assertThat("6.1.0-56-cloud-amd64")
        .matches(DebianKernels.pattern("6.1.0-56-cloud-amd64", CLOUD));
    assertThat("6.1.0-57-cloud-amd64")
        .doesNotMatch(DebianKernels.pattern("6.1.0-56-cloud-amd64", CLOUD));
  }

  @Test
  void theNewestWinsByNumberNotByLetters() {
    List<String> packages =
        List.of(
            "linux-image-6.12.95+deb13-cloud-amd64",
            "linux-image-6.12.107+deb13-cloud-amd64",
            "linux-image-6.12.107+deb13-cloud-amd64-dbg",
            "linux-image-6.12-cloud-amd64-x");
    assertThat(DebianKernels.newest(packages, DebianKernels.pattern("6.12", CLOUD)))
        .contains("6.12.107+deb13-cloud-amd64");
  }

  @Test
  void aCachedKernelNeedsNoNetwork() throws Exception {
    LabCache labCache = new LabCache(cache);
    for (String release : List.of("6.1.0-9-cloud-amd64", "6.1.0-10-cloud-amd64")) {
      Path root = labCache.kernels().resolve(release);
      Files.createDirectories(root.resolve("lib/modules/" + release));
      Files.createDirectories(root.resolve("boot"));
      Files.writeString(root.resolve("boot/vmlinuz-" + release), "");
    }
    GuestKernel kernel = new DebianKernels(labCache, step -> {}).find("6.1", CLOUD, false);
    assertThat(kernel.release()).isEqualTo("6.1.0-10-cloud-amd64");
    assertThat(kernel.image()).exists();
    assertThat(kernel.modules()).isPresent();
  }
}
