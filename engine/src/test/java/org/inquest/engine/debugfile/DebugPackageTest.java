package org.inquest.engine.debugfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebugPackageTest {

  private static Optional<DebugPackage> of(String release, String builder, String build) {
    String banner =
        "Linux version " + release + " (" + builder + ") (gcc (Debian 12.2.0-14) 12.2.0) " + build;
    return DebugPackage.of(new KernelIdentity(release, Optional.empty(), Optional.of(banner)));
  }

  @ParameterizedTest
  @CsvSource({
    "6.1.0-25-amd64, debian-kernel@lists.debian.org, #1 SMP Debian, linux-image-6.1.0-25-amd64-dbg",
    "6.8.0-45-generic, buildd@lcy02-amd64, #45-Ubuntu SMP, linux-image-6.8.0-45-generic-dbgsym",
    "6.10.6-200.fc40.x86_64, mockbuild@host, #1 SMP, kernel-debuginfo-6.10.6-200.fc40.x86_64",
    "6.10.6-200.fc40.x86_64+debug, mockbuild@host, #1 SMP,"
        + " kernel-debug-debuginfo-6.10.6-200.fc40.x86_64",
    "5.14.0-427.el9.x86_64, mockbuild@host, #1 SMP, kernel-debuginfo-5.14.0-427.el9.x86_64",
    "5.14.21-150400.24.63-rt, geeko@buildhost, #1 SMP,"
        + " kernel-rt-debuginfo of version 5.14.21-150400.24.63",
  })
  void toldByReleaseAndBuilder(String release, String builder, String build, String name) {
    assertThat(of(release, builder, build)).map(DebugPackage::name).contains(name);
  }

  /// A compiler of Debian's makes no kernel of Debian's.
  @Test
  void anOwnBuildHasNone() {
    assertThat(of("6.1.192-hacks", "root@builder", "#1 SMP")).isEmpty();
    assertThat(DebugPackage.of(new KernelIdentity("?", Optional.empty(), Optional.empty())))
        .isEmpty();
  }
}
