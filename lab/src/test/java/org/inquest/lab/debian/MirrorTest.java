package org.inquest.lab.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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

  @Test
  void readsWhatTheLoaderWouldLoad() {
    assertThat(
            Userland.parseLibraries(
                """
                \tlinux-vdso.so.1 (0x00007ffe)
                \tlibz.so.1 => /r/usr/lib/x86_64-linux-gnu/libz.so.1 (0x00007f1)
                \tlibc.so.6 => /r/usr/lib/x86_64-linux-gnu/libc.so.6 (0x00007f2)
                \t/lib64/ld-linux-x86-64.so.2 => /r/lib64/ld-linux-x86-64.so.2 (0x00007f3)
                """))
        .containsExactly(
            Path.of("/r/usr/lib/x86_64-linux-gnu/libz.so.1"),
            Path.of("/r/usr/lib/x86_64-linux-gnu/libc.so.6"));
  }
}
