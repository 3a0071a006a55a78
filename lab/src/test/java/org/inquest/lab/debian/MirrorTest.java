package org.inquest.lab.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.inquest.formats.fault.Unavailable;
import org.junit.jupiter.api.Test;

class MirrorTest {
  private static final String TARGETS =
      """
      Debian|file:/mirror/debian/
      Debian|file:/other/debian/
      Debian-Security|file:/mirror/security/
      Somebody|file:/somebody/
      """;

  @Test
  void takesTheFirstAddressOfEachArchive() {
    assertThat(Mirror.parse(TARGETS))
        .isEqualTo(new Mirror("file:/mirror/debian/", "file:/mirror/security/"));
  }

  @Test
  void aMachineWithoutDebianIsToldWhatToDo() {
    assertThatThrownBy(() -> Mirror.parse("Ubuntu|file:/u/\n"))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("--kernel");
  }

  @Test
  void sidAndBackportsHaveNoSecurityArchive() {
    Mirror mirror = Mirror.parse(TARGETS);
    assertThat(Archive.sources(mirror, "bookworm").lines())
        .hasSize(2)
        .anyMatch(l -> l.endsWith("file:/mirror/debian/ bookworm main"))
        .anyMatch(l -> l.endsWith("file:/mirror/security/ bookworm-security main"));
    assertThat(Archive.sources(mirror, "sid").lines()).hasSize(1);
    assertThat(Archive.sources(mirror, "trixie-backports").lines()).hasSize(1);
    assertThat(Archive.sources(new Mirror("file:/m/", ""), "bookworm").lines()).hasSize(1);
  }
}
