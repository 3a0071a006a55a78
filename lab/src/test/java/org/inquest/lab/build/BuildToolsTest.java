package org.inquest.lab.build;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.inquest.formats.fault.Unavailable;
import org.junit.jupiter.api.Test;

class BuildToolsTest {
  @Test
  void namesAllMissingPackagesAtOnce() {
    BuildTools tools =
        new BuildTools(
            Map.of("sh", "dash", "no-such-compiler", "flex", "no-such-parser", "bison"),
            Map.of("no/such/header.h", "libelf-dev"));
    assertThatThrownBy(tools::require)
        .isInstanceOf(Unavailable.class)
        .hasMessageEndingWith("apt-get install bison flex libelf-dev");
  }

  @Test
  void wantsTheHeadersPackagesTooWhereThereIsNoCompilerToAsk() {
    BuildTools tools =
        new BuildTools(Map.of("no-such-gcc", "gcc"), Map.of("stddef.h", "libc6-dev"));
    assertThatThrownBy(tools::require).hasMessageEndingWith("apt-get install gcc libc6-dev");
  }

  @Test
  void isContentWithWhatIsThere() {
    assertThatCode(new BuildTools(Map.of("sh", "dash", "cat", "coreutils"), Map.of())::require)
        .doesNotThrowAnyException();
  }
}
